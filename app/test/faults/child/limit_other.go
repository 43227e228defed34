//go:build !linux && !darwin

package main

import "errors"

func limitFiles(uint64) error { return errors.ErrUnsupported }
