package standard

// A File is one YAML file of a pack, as read.
type File struct {
	Name string // as problems name it
	Data []byte
}
