package background_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/jonboulle/clockwork"
	"go.uber.org/goleak"

	"lookbook/app/supervisor"
	"lookbook/app/ui/background"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// loop is a Loop whose UI goroutine is the test's.
func loop(t *testing.T) (run background.Run, turn func(), crashes *int) {
	t.Helper()
	crashes = new(int)
	group := supervisor.New(nil, nil)
	queue := make(chan func(), 100)
	l := background.New(group, func(f func()) { queue <- f }, clockwork.NewRealClock(), func() { *crashes++ })
	t.Cleanup(func() {
		group.Stop()
		if err := group.Wait(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return l.Run, func() { (<-queue)() }, crashes
}

func TestDoTellsWhatBecameOfTheWork(t *testing.T) {
	run, turn, crashes := loop(t)
	failed := errors.New("no room")
	got, told := 0, error(nil)
	background.Do(run, func(context.Context) (int, error) { return 7, failed }, func(n int, err error) { got, told = n, err })
	turn()
	if got != 7 || !errors.Is(told, failed) || *crashes != 0 {
		t.Errorf("told %d, %v; %d crashes", got, told, *crashes)
	}
}

func TestDoTellsOfAPanic(t *testing.T) {
	run, turn, crashes := loop(t)
	busy, told := true, error(nil)
	background.Do(run, func(context.Context) (int, error) { panic("oh") }, func(_ int, err error) { busy, told = false, err })
	turn()
	turn()
	if busy || !errors.Is(told, background.ErrPanic) || *crashes != 1 {
		t.Errorf("busy: %v, told %v, %d crashes", busy, told, *crashes)
	}
}

func TestAQueueGoesOnAfterAPanic(t *testing.T) {
	run, turn, _ := loop(t)
	q := background.NewQueue(run)
	q.Add(func() background.Work { return func(context.Context) func() { panic("oh") } })
	done := false
	q.Add(func() background.Work {
		return func(context.Context) func() { return func() { done = true } }
	})
	for range 3 {
		turn()
	}
	if !done {
		t.Error("what waits is never done")
	}
}

func TestAQueueKeepsItsOrder(t *testing.T) {
	run, turn, _ := loop(t)
	var order []string
	q := background.NewQueue(run)
	add := func(name string) {
		q.Add(func() background.Work {
			order = append(order, "begin "+name)
			return func(context.Context) func() {
				return func() { order = append(order, "end "+name) }
			}
		})
	}
	add("a")
	add("b")
	q.Add(func() background.Work { return nil }) // nothing to do after all
	add("c")
	if !slices.Equal(order, []string{"begin a"}) {
		t.Errorf("more than one is begun: %q", order)
	}
	for range 3 {
		turn()
	}
	if want := []string{"begin a", "end a", "begin b", "end b", "begin c", "end c"}; !slices.Equal(order, want) {
		t.Errorf("%q", order)
	}
}
