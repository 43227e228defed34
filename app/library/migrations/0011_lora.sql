-- A training can give two models of one step: the full one, and a LoRA taken out of it.
ALTER TABLE models ADD COLUMN lora INTEGER NOT NULL DEFAULT 0;
