package app

import (
	"qiangji/internal/core/assess"
	"qiangji/internal/core/rating"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
)

// A Judged is one organisation's year with all that was computed of it.
type Judged struct {
	Year       *register.Year
	Standard   *standard.Standard
	Assessment *assess.Assessment
	Rating     rating.Rating
}
