"""The record: an append-only log of commitments that anyone can verify with somebody else's program.

Pure: needs neither Django, nor a database, nor the network. Import from the modules.

    canonical     JSON in one form only (RFC 8785)
    encoding      base64 in one form only
    ed25519       signatures checked
    envelope      the signed act (DSSE, Ed25519)
    entry         what the log holds of it: whether it is open, and a salted commitment
    tree          the Merkle tree over the entries (RFC 6962), its proofs
    note          signed text (C2SP signed-note), Ed25519 and ML-DSA-44 keys
    checkpoint    the signed size and root
    tiles         how the tree is laid out in files (C2SP tlog-tiles)
    proof         one entry's inclusion, in one file (C2SP tlog-proof)
    export        the record written to a folder
    opened        an entry opened to a reader
    source        where a record is read from
    governance    the acts that say who may sign: their form
    authority     who may sign, at every index, as the open acts tell
    bundles       some of it checked
    verification  all of it checked
"""
