//go:build !linux

package secrets

func native() Keyring { return system{} }
