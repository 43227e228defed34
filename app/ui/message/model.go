package message

// Model is what a model is called: its name with the step of its training, 0 for
// none, and with its kind.
func Model(name string, step int, lora bool) string {
	with := With{"Name": name}
	if step > 0 {
		with["Step"] = step
	}
	if lora {
		return T("model.name.lora", with)
	}
	return T("model.name", with)
}
