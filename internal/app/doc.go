// Package app is where the pure core meets the world: what its use cases share.
package app
