package app

import "encoding/binary"

// MarkRow returns the MAC of a row of a desk table: it binds the table and every column
// given, each with its length, in this order. A row whose MAC differs was written by
// something else than this program.
func MarkRow(c Cipher, table string, columns ...[]byte) []byte {
	var data []byte
	for _, column := range columns {
		data = binary.BigEndian.AppendUint32(data, uint32(len(column)))
		data = append(data, column...)
	}
	return c.Mark("row|"+table, data)
}
