package sheet

import (
	"strconv"
	"strings"
)

// builtin is the number formats that have a number but no text in the file
// (ECMA-376 §18.8.30, Chinese locale) as far as they show days or percentages.
var builtin = map[int]shape{
	9: percentShape, 10: percentShape,
	14: dayShape, 15: dayShape, 16: dateShape, 17: monthShape, 18: clockShape, 19: clockShape, 20: clockShape,
	21: clockShape, 22: dayShape, 27: monthShape, 28: dateShape, 29: dateShape, 30: dayShape, 31: dayShape,
	32: clockShape, 33: clockShape, 34: clockShape, 35: clockShape, 36: monthShape, 45: clockShape,
	46: clockShape, 47: clockShape, 50: monthShape, 51: dateShape, 52: monthShape, 53: dateShape, 54: dateShape,
	55: clockShape, 56: clockShape, 57: monthShape, 58: dateShape,
}

// readShapes reads what each style of the workbook makes of a number.
func readShapes(all parts, name string) ([]shape, error) {
	if all[name] == nil {
		return nil, nil
	}
	custom := map[int]shape{}
	var shapes []shape
	inside := false // of cellXfs: the other lists of xf are not referred to by cells
	err := all.each(name, func(e element) error {
		switch e.name {
		case "numFmt":
			if id, err := strconv.Atoi(e.attr("numFmtId")); err == nil {
				custom[id] = shapeOf(e.attr("formatCode"))
			}
		case "cellXfs":
			inside = true
		case "cellStyleXfs", "cellStyles", "dxfs":
			inside = false
		case "xf":
			if !inside {
				return nil
			}
			if len(shapes) >= maxStyles {
				return tooLarge(sayBomb)
			}
			shapes = append(shapes, shapeByID(custom, e.attr("numFmtId")))
		}
		return nil
	})
	return shapes, err
}

func shapeByID(custom map[int]shape, s string) shape {
	id, err := strconv.Atoi(s)
	if err != nil {
		return plain
	}
	if made, ok := custom[id]; ok {
		return made
	}
	return builtin[id]
}

// shapeOf reads a format code such as yyyy"年"m"月".
func shapeOf(code string) shape {
	var year, month, day, clock, percent bool
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		b := code[i] | 0x20
		switch {
		case code[i] == '"':
			quoted = !quoted
		case quoted:
		case code[i] == '\\' || code[i] == '_' || code[i] == '*':
			i++ // the next character stands for itself
		case code[i] == '[':
			bracket = true
		case code[i] == ']':
			bracket = false
		case bracket:
		case code[i] == ';':
			i = len(code)
		case code[i] == '%':
			percent = true
		case b == 'y':
			year = true
		case b == 'd':
			day = true
		case b == 'h' || b == 's':
			clock = true
		case b == 'm':
			month = true
		case b == 'g' && strings.HasPrefix(strings.ToLower(code[i:]), "general"):
			return plain
		}
	}
	switch {
	case year && month && day:
		return dayShape
	case year && month:
		return monthShape
	case year:
		return yearShape
	case month && day:
		return dateShape
	case clock:
		return clockShape
	case percent:
		return percentShape
	}
	return plain
}
