// Package keys is the key directory (密钥目录): all that must not lie with the data.
//
// It holds, outside the data directory and readable by its owner only:
//
//	keys        the format and the suite; written last, so that it says "complete"
//	kek-N       wrapping keys; the newest wraps, the older only unwrap
//	mark        the key of blind indexes and of the MACs of rows
//	signing     the instance's Ed25519 key for checkpoints; its name is their origin
//	witness     the Ed25519 key for cosigning the checkpoints of other instances
//	erased      whose keys were destroyed, and when; only ever appended to
//	signed      the checkpoint signed last
//	seen-…      the checkpoint cosigned last, for each other instance
//
// Data keys, one for each person and organisation, are wrapped by a wrapping key and lie
// in the store. Wrapped keys and what is sealed under data keys are envelopes (see Suite):
// AES-256-GCM with random 96-bit nonces and 128-bit tags (NIST SP 800-38D §8.2.2: at most
// 2³² uses of a key, which is why wrapping keys are rotated), bound to their place by
// additional data. Codes are HMAC-SHA-256 (FIPS 198-1, RFC 4231).
//
// Every change of the directory is on the disk when the call returns, and one that is cut
// off at any point leaves the directory as before or as after. Several processes may open
// it; one at a time may sign and cosign.
package keys
