"""What templates of this room can say beside those of every room."""
