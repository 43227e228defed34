package recall

import (
	"slices"
	"strconv"
	"strings"
)

// Modes of drawn nodes that are not executed.
const (
	muted    = "2" // it has no output
	bypassed = "4" // its input is its output
)

// The ends of a subgraph, as ids of nodes in it.
const (
	subgraphIn  = "-10"
	subgraphOut = "-20"
)

// maxSubgraphs bounds how deeply subgraphs are nested.
const maxSubgraphs = 10

// comfyWorkflow reads "workflow": the graph as it was drawn. It converts it to the graph as it
// would be executed: without muted or bypassed nodes, and with subgraphs replaced by their nodes.
func (m *mapping) comfyWorkflow(text string) bool {
	o, ok := object(text)
	if !ok {
		return false
	}
	d := drawing{g: graph{}, subgraphs: map[string]map[string]any{}}
	definitions, _ := o["definitions"].(map[string]any)
	list, _ := definitions["subgraphs"].([]any)
	for _, v := range list {
		if subgraph, ok := v.(map[string]any); ok {
			d.subgraphs[scalar(subgraph["id"])] = subgraph
		}
	}
	top := d.scope(o, nil, nil, 0)
	if top == nil || len(top.nodes) == 0 {
		return false
	}
	d.add(top)
	return m.comfy(d.g)
}

// drawing is a drawn graph, and its conversion.
type drawing struct {
	g         graph
	subgraphs map[string]map[string]any
	nodes     int // in all scopes
}

// scope is the drawing, or one use of a subgraph.
type scope struct {
	prefix   string // of the ids of its nodes
	ids      []string
	nodes    map[string]map[string]any
	from     map[string]drawnLink // by number of the link
	out      map[string]drawnLink // outputs of a subgraph, by slot
	within   *scope
	instance map[string]any // the node that represents it there
	inner    map[string]*scope
}

// drawnLink is the start of a link.
type drawnLink struct{ id, slot string }

// scope reads the nodes and links of a drawing or a subgraph; nil: there are too many.
func (d *drawing) scope(o map[string]any, within *scope, instance map[string]any, depth int) *scope {
	nodes, _ := o["nodes"].([]any)
	links, _ := o["links"].([]any)
	if d.nodes += len(nodes); d.nodes > maxNodes || len(links) > 10*maxNodes || depth > maxSubgraphs {
		return nil
	}
	s := &scope{
		nodes: map[string]map[string]any{}, from: map[string]drawnLink{}, out: map[string]drawnLink{}, within: within, instance: instance, inner: map[string]*scope{},
	}
	if within != nil {
		s.prefix = within.prefix + scalar(instance["id"]) + ":"
	}
	for _, v := range links {
		s.link(v)
	}
	for _, v := range nodes {
		fields, ok := v.(map[string]any)
		class, _ := fields["type"].(string)
		id := scalar(fields["id"])
		if _, twice := s.nodes[id]; !ok || class == "" || twice {
			continue
		}
		s.ids = append(s.ids, id)
		s.nodes[id] = fields
		if subgraph, is := d.subgraphs[class]; is {
			s.inner[id] = d.scope(subgraph, s, fields, depth+1)
		}
	}
	return s
}

// link records one link: number, from node, from output, to node, to input,
// type.
func (s *scope) link(v any) {
	switch link := v.(type) {
	case []any:
		if len(link) >= 3 {
			s.from[scalar(link[0])] = drawnLink{scalar(link[1]), scalar(link[2])}
		}
	case map[string]any:
		from := drawnLink{scalar(link["origin_id"]), scalar(link["origin_slot"])}
		s.from[scalar(link["id"])] = from
		if scalar(link["target_id"]) == subgraphOut {
			s.out[scalar(link["target_slot"])] = from
		}
	}
}

// add adds the executed nodes of a scope.
func (d *drawing) add(s *scope) {
	for _, id := range s.ids {
		fields := s.nodes[id]
		if mode := scalar(fields["mode"]); mode == muted || mode == bypassed {
			continue
		}
		if inner, is := s.inner[id]; is {
			if inner != nil {
				d.add(inner)
			}
			continue
		}
		d.g[s.prefix+id] = node{class: fields["type"].(string), inputs: s.inputs(fields)}
	}
}

// inputs returns the inputs of a drawn node: its links, and its shown values. A
// link overrides the value that it replaced.
func (s *scope) inputs(fields map[string]any) map[string]any {
	inputs := drawnValues(fields)
	for _, input := range drawnInputs(fields) {
		if input["link"] == nil {
			continue
		}
		name, _ := input["name"].(string)
		if from, there := s.from[scalar(input["link"])]; there {
			if inputs[name] = s.origin(from, scalar(input["type"]), maxHops); inputs[name] == nil {
				delete(inputs, name)
			}
		}
	}
	return inputs
}

func drawnInputs(fields map[string]any) []map[string]any {
	list, _ := fields["inputs"].([]any)
	inputs := make([]map[string]any, 0, len(list))
	for _, v := range list {
		if input, ok := v.(map[string]any); ok {
			inputs = append(inputs, input)
		}
	}
	return inputs
}

// origin returns what a link carries, for a type of value: a link to an
// executed node, or a value; nil: nothing.
func (s *scope) origin(from drawnLink, kind string, hops int) any {
	if hops == 0 {
		return nil
	}
	if from.id == subgraphIn && s.within != nil {
		return s.entering(from.slot, hops)
	}
	fields, there := s.nodes[from.id]
	if !there {
		return nil
	}
	switch mode := scalar(fields["mode"]); {
	case mode == muted:
		return nil
	case mode == bypassed:
		return s.through(fields, from.slot, kind, hops)
	case fields["type"] == "GetNode":
		return s.set(drawnValue(fields, 0), hops)
	}
	if inner, is := s.inner[from.id]; is {
		if inner == nil {
			return nil
		}
		leaving, there := inner.out[from.slot]
		if !there {
			return nil
		}
		return inner.origin(leaving, kind, hops-1)
	}
	return []any{s.prefix + from.id, from.slot}
}

// entering returns what enters a subgraph at a slot.
func (s *scope) entering(slot string, hops int) any {
	for i, input := range drawnInputs(s.instance) {
		if strconv.Itoa(i) != slot {
			continue
		}
		if from, there := s.within.from[scalar(input["link"])]; there && input["link"] != nil {
			return s.within.origin(from, scalar(input["type"]), hops-1)
		}
		name, _ := input["name"].(string)
		return drawnValues(s.instance)[name]
	}
	return nil
}

// through returns what passes a bypassed node: the input of the same type, or of several the one at
// the same slot.
func (s *scope) through(fields map[string]any, slot, kind string, hops int) any {
	var same []map[string]any
	for i, input := range drawnInputs(fields) {
		if scalar(input["type"]) != kind || input["link"] == nil {
			continue
		}
		if strconv.Itoa(i) == slot {
			same = append([]map[string]any{input}, same...)
		} else {
			same = append(same, input)
		}
	}
	for _, input := range same {
		if from, there := s.from[scalar(input["link"])]; there {
			return s.origin(from, kind, hops-1)
		}
	}
	return nil
}

// set returns what was stored under a name for other nodes.
func (s *scope) set(name any, hops int) any {
	for _, id := range s.ids {
		fields := s.nodes[id]
		if fields["type"] != "SetNode" || name == nil || drawnValue(fields, 0) != name {
			continue
		}
		for _, input := range drawnInputs(fields) {
			if from, there := s.from[scalar(input["link"])]; there && input["link"] != nil {
				return s.origin(from, scalar(input["type"]), hops-1)
			}
		}
	}
	return nil
}

func drawnValue(fields map[string]any, i int) any {
	values, _ := fields["widgets_values"].([]any)
	if i >= len(values) {
		return nil
	}
	text, isText := values[i].(string)
	if !isText {
		return nil
	}
	return text
}

// drawnValues returns a node's shown values, by the names of its inputs if all are given, otherwise
// by the known names.
func drawnValues(fields map[string]any) map[string]any {
	named := map[string]any{}
	values, list := fields["widgets_values"].([]any)
	if all, ok := fields["widgets_values"].(map[string]any); ok {
		for name, value := range all {
			named[name] = value
		}
	}
	if !list {
		return named
	}
	names, told := widgetNames(fields, values)
	if !told {
		class, _ := fields["type"].(string)
		names = widgets[class]
	}
	for i, name := range names {
		if i < len(values) && name != "" {
			named[name] = values[i]
		}
	}
	return named
}

// widgetNames returns the names of a node's values as given by its inputs: one for each, except the
// setting for changing a seed afterwards.
func widgetNames(fields map[string]any, values []any) (names []string, told bool) {
	for _, input := range drawnInputs(fields) {
		widget, is := input["widget"].(map[string]any)
		if !is {
			continue
		}
		name := scalar(widget["name"])
		names = append(names, name)
		if at := len(names); strings.HasSuffix(name, "seed") && at < len(values) && slices.Contains([]any{"fixed", "randomize", "increment", "decrement"}, values[at]) {
			names = append(names, "")
		}
	}
	return names, len(names) > 0 && len(names) == len(values)
}
