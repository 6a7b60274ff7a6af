// Judge verifies a record, exported or served, with somebody else's program: the Merkle trees and signed notes of
// golang.org/x/mod, which know nothing of Wasl.
//
//	judge [-all] FOLDER
//	judge [-all] http://…/log
//
// It checks the log's signature on the checkpoint, every entry against the authenticated tiles, the root
// rebuilt from the entries alone, proofs of inclusion, and consistency with earlier sizes. It exits with 0
// when all of it holds, with 1 and the reason when something does not.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height  = 8
	width   = 1 << height
	sampled = 400     // proofs made when -all is not given
	maxSize = 1 << 32 // larger records are not judged
	ed25519 = 1       // the only kind of key that x/mod knows
	prefix  = "wasl-entry/1"
)

func main() {
	all := flag.Bool("all", false, "check every inclusion and every earlier size, however many")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: judge [-all] FOLDER|ADDRESS")
		os.Exit(2)
	}
	tree, err := judge(source(flag.Arg(0)), *all)
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
	fmt.Println("accepted:", tree.N, tree.Hash)
}

// source is where a record lies: a folder, or the address of a running server's log.
type source string

func (s source) read(path string) ([]byte, error) {
	if !strings.HasPrefix(string(s), "http://") {
		return os.ReadFile(filepath.Join(string(s), path))
	}
	answer, err := http.Get(string(s) + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

func judge(from source, all bool) (tlog.Tree, error) {
	tree, err := openCheckpoint(from)
	if err != nil {
		return tree, err
	}
	if tree.N == 0 {
		if tree.Hash != tlog.Hash(sha256.Sum256(nil)) {
			return tree, errors.New("an empty record has another root")
		}
		return tree, nil
	}
	hashes := tlog.TileHashReader(tree, &tileReader{from: from, kept: map[tlog.Tile][]byte{}})
	if err := checkEntries(from, tree, hashes); err != nil {
		return tree, err
	}
	if err := checkUpperTiles(tree, hashes); err != nil {
		return tree, err
	}
	if err := checkInclusion(tree, hashes, all); err != nil {
		return tree, err
	}
	return tree, checkConsistency(tree, hashes, all)
}

// openCheckpoint returns the size and root that the log's Ed25519 key signed.
func openCheckpoint(from source) (tree tlog.Tree, err error) {
	keys, err := from.read("log.vkey")
	if err != nil {
		return tree, err
	}
	signed, err := from.read("checkpoint")
	if err != nil {
		return tree, err
	}
	var known []note.Verifier
	for _, line := range strings.Split(strings.TrimSuffix(string(keys), "\n"), "\n") {
		if kind(line) != ed25519 {
			continue
		}
		verifier, err := note.NewVerifier(line)
		if err != nil {
			return tree, fmt.Errorf("log.vkey: %v", err)
		}
		known = append(known, verifier)
	}
	opened, err := note.Open(signed, note.VerifierList(known...))
	if err != nil {
		return tree, fmt.Errorf("checkpoint: %v", err)
	}
	origin, tree, err := parseCheckpoint(opened.Text)
	if err != nil {
		return tree, err
	}
	for _, signature := range opened.Sigs {
		if _, err := base64.StdEncoding.Strict().DecodeString(signature.Base64); err != nil {
			return tree, errors.New("checkpoint: a signature is not strict base64")
		}
		if signature.Name == origin {
			return tree, nil
		}
	}
	return tree, errors.New("checkpoint: not signed by a key that bears its origin")
}

// kind is the first byte of a verifier key's data: what sort of key it is.
func kind(vkey string) byte {
	parts := strings.SplitN(vkey, "+", 3)
	data, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(data) == 0 {
		return 0
	}
	return data[0]
}

func parseCheckpoint(text string) (origin string, tree tlog.Tree, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] == "" || lines[3] != "" {
		return "", tree, errors.New("checkpoint: not three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || size > maxSize || strconv.FormatInt(size, 10) != lines[1] {
		return "", tree, errors.New("checkpoint: the size is malformed")
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return "", tree, errors.New("checkpoint: the root is malformed")
	}
	tree.N = size
	copy(tree.Hash[:], root)
	return lines[0], tree, nil
}

// tileReader reads tiles where C2SP lays them: like x/mod's paths, but without the height.
type tileReader struct {
	from source
	kept map[tlog.Tile][]byte
}

func (r *tileReader) Height() int { return height }

func (r *tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range tiles {
		data, ok := r.kept[tile]
		if !ok {
			var err error
			data, err = r.from.read(place(tile))
			if err != nil {
				return nil, err
			}
			if len(data) != tile.W*tlog.HashSize {
				return nil, fmt.Errorf("%s: %d bytes instead of %d", place(tile), len(data), tile.W*tlog.HashSize)
			}
		}
		found = append(found, data)
	}
	return found, nil
}

func (r *tileReader) SaveTiles(tiles []tlog.Tile, data [][]byte) {
	for i, tile := range tiles {
		r.kept[tile] = data[i]
	}
}

func place(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
}

// tileAt is the tile of a level in a tree of this size, as wide as it is there.
func tileAt(size int64, level int, number int64) tlog.Tile {
	there := size>>uint(height*level) - number*width
	if there > width {
		there = width
	}
	return tlog.Tile{H: height, L: level, N: number, W: int(there)}
}

// checkEntries compares every entry with its leaf in the tiles, and rebuilds the root from the entries alone.
func checkEntries(from source, tree tlog.Tree, hashes tlog.HashReader) error {
	var stored []tlog.Hash
	rebuilt := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			found[i] = stored[index]
		}
		return found, nil
	})
	for first := int64(0); first < tree.N; first += width {
		tile := tileAt(tree.N, 0, first/width)
		path := strings.Replace(place(tile), "tile/0/", "tile/entries/", 1)
		entries, err := readBundle(from, path, tile.W)
		if err != nil {
			return fmt.Errorf("%s: %v", path, err)
		}
		leaves, err := readLevel(hashes, tile)
		if err != nil {
			return err
		}
		for i, entry := range entries {
			index := first + int64(i)
			hash := tlog.RecordHash(entry)
			if hash != leaves[i] {
				return fmt.Errorf("entry %d is not the one in the tree", index)
			}
			made, err := tlog.StoredHashesForRecordHash(index, hash, rebuilt)
			if err != nil {
				return err
			}
			stored = append(stored, made...)
		}
	}
	root, err := tlog.TreeHash(tree.N, rebuilt)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return errors.New("the entries have another root than the checkpoint states")
	}
	return nil
}

// readBundle reads a bundle: each entry after its length in two bytes.
func readBundle(from source, path string, count int) ([][]byte, error) {
	data, err := from.read(path)
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return nil, errors.New("cut short")
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entry := data[2:end]
		if !bytes.HasPrefix(entry, []byte(prefix)) || len(entry) != len(prefix)+1+sha256.Size || entry[len(prefix)] > 1 {
			return nil, fmt.Errorf("entry %d of the bundle is not a mark and a commitment", len(entries))
		}
		entries, data = append(entries, entry), data[end:]
	}
	if len(entries) != count {
		return nil, fmt.Errorf("%d entries instead of %d", len(entries), count)
	}
	return entries, nil
}

// readLevel reads all hashes of a tile, authenticated against the root.
func readLevel(hashes tlog.HashReader, tile tlog.Tile) ([]tlog.Hash, error) {
	indexes := make([]int64, tile.W)
	for i := range indexes {
		indexes[i] = tlog.StoredHashIndex(tile.L*height, tile.N*width+int64(i))
	}
	return hashes.ReadHashes(indexes)
}

func checkUpperTiles(tree tlog.Tree, hashes tlog.HashReader) error {
	for level := 1; tree.N>>uint(height*level) > 0; level++ {
		for number := int64(0); number*width < tree.N>>uint(height*level); number++ {
			if _, err := readLevel(hashes, tileAt(tree.N, level, number)); err != nil {
				return err
			}
		}
	}
	return nil
}

// chosen is what to prove: all numbers below size, or some, spread evenly, with the last and the edges of tiles.
func chosen(size int64, all bool) []int64 {
	var numbers []int64
	step := int64(1)
	if !all && size > sampled {
		step = size / sampled
	}
	for number := int64(0); number < size; number += step {
		numbers = append(numbers, number)
	}
	if step > 1 {
		for edge := int64(width); edge < size; edge *= width {
			numbers = append(numbers, edge-1, edge)
		}
		numbers = append(numbers, size-1)
	}
	return numbers
}

func checkInclusion(tree tlog.Tree, hashes tlog.HashReader, all bool) error {
	for _, index := range chosen(tree.N, all) {
		leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		if err != nil {
			return err
		}
		proof, err := tlog.ProveRecord(tree.N, index, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf[0]); err != nil {
			return fmt.Errorf("inclusion of entry %d: %v", index, err)
		}
	}
	return nil
}

func checkConsistency(tree tlog.Tree, hashes tlog.HashReader, all bool) error {
	for _, number := range chosen(tree.N, all) {
		old := number + 1
		root, err := tlog.TreeHash(old, hashes)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveTree(tree.N, old, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, old, root); err != nil {
			return fmt.Errorf("consistency with size %d: %v", old, err)
		}
	}
	return nil
}
