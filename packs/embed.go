// Package packs embeds the standard packs into the binary. The YAML files beside
// it are the product's domain knowledge and are readable without Go.
package packs

import "embed"

// Files holds every pack below its id: floor/pack.yaml, domain/village/pack.yaml,
// county-demo/pack.yaml, examples/S01/pack.yaml.
//
//go:embed floor domain county-demo examples
var Files embed.FS
