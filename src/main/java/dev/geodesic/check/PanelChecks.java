package dev.geodesic.check;

import dev.geodesic.device.Panel;
import dev.geodesic.device.PanelKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** {@link PanelKernels}, against loops over samples, trials and units. */
final class PanelChecks {
  private final List<Check> checks = new ArrayList<>();

  private PanelChecks() {
    for (State state : State.values()) {
      for (Shape shape : state == State.PLAIN ? Shape.ALL : List.of(Shape.ODD)) {
        String words = "%s, %s".formatted(shape, state);
        String terms = "5 eps64 of both terms";
        add("clear", words, "bit for bit", s -> clear(s, shape, state));
        add("copy", words, "bit for bit", s -> copy(s, shape, state));
        add("copyTrials", words, "bit for bit", s -> copyTrials(s, shape, state));
        add("scale", words, "5 eps64", s -> scale(s, shape, state));
        add("scaleAndAdd", words, terms, s -> combine(s, shape, state, true));
        add("add", words, terms, s -> combine(s, shape, state, false));
        add("dot", words, "(n + 4) eps64 of the products' sizes", s -> dot(s, shape, state));
      }
    }
  }

  static List<Check> all() {
    return new PanelChecks().checks;
  }

  private void add(String method, String circumstances, String tolerance, Check.Body body) {
    checks.add(new Check("PanelKernels." + method, circumstances, tolerance, body));
  }

  private static PanelKernels panels(Setting s) {
    return s.device().panels();
  }

  private static HostPanel panel(Setting s, Shape shape, State state) {
    return s.panel(shape.batch(), shape.trials(), shape.outputs(), state);
  }

  private static void clear(Setting s, Shape shape, State state) {
    HostPanel x = panel(s, shape, state);
    Panel panel = s.upload(x);
    panels(s).clear(panel);
    s.unchanged("element", panel, x.map(value -> 0));
  }

  private static void copy(Setting s, Shape shape, State state) {
    HostPanel x = panel(s, shape, state);
    Panel source = s.upload(x);
    Panel target = s.garbage(x.batch(), x.trials(), x.width());
    panels(s).copy(source, target);
    panels(s).clear(source);
    s.unchanged("element", target, x);
  }

  /** Of three or more trials every second, last first; and none. */
  private static void copyTrials(Setting s, Shape shape, State state) {
    HostPanel x = panel(s, shape, state);
    HostPanel y = panel(s, shape, State.PLAIN);
    Panel target = s.upload(y);
    int[] trials =
        IntStream.range(0, x.trials())
            .map(t -> x.trials() - 1 - t)
            .filter(t -> t % 2 == 0)
            .toArray();
    panels(s).copyTrials(s.upload(x), new int[0], target);
    s.unchanged("element", target, y);
    panels(s).copyTrials(s.upload(x), trials, target);
    HostPanel expected = new HostPanel(x.batch(), x.trials(), x.width());
    for (int i = 0; i < x.values().length; i++) {
      expected.values()[i] = (x.trialOf(i) % 2 == 0 ? x : y).values()[i];
    }
    s.unchanged("element", target, expected);
  }

  private static void scale(Setting s, Shape shape, State state) {
    HostPanel x = panel(s, shape, state);
    double[] factors = s.factors(x.trials());
    Panel panel = s.upload(x);
    panels(s).scale(factors, panel);
    HostPanel expected = new HostPanel(x.batch(), x.trials(), x.width());
    for (int i = 0; i < x.values().length; i++) {
      expected.values()[i] = factors[x.trialOf(i)] * x.values()[i];
    }
    s.near(panel, expected, (b, t, c) -> Rounding.wide(1).of(Math.abs(expected.at(b, t, c))));
  }

  /** {@code y_t = factors[t]·y_t + x_t}, or {@code y_t += factors[t]·x_t}. */
  private static void combine(Setting s, Shape shape, State state, boolean scalesTarget) {
    HostPanel x = panel(s, shape, state);
    HostPanel y = panel(s, shape, state == State.LOST ? State.PLAIN : state);
    double[] factors = s.factors(x.trials());
    Panel from = s.upload(x);
    Panel to = s.upload(y);
    if (scalesTarget) {
      panels(s).scaleAndAdd(factors, to, from);
    } else {
      panels(s).add(factors, from, to);
    }
    HostPanel expected = new HostPanel(x.batch(), x.trials(), x.width());
    HostPanel gross = new HostPanel(x.batch(), x.trials(), x.width());
    for (int i = 0; i < x.values().length; i++) {
      double scaled = (scalesTarget ? y : x).values()[i] * factors[x.trialOf(i)];
      double added = (scalesTarget ? x : y).values()[i];
      expected.values()[i] = scaled + added;
      gross.values()[i] = Math.abs(scaled) + Math.abs(added);
    }
    s.near(to, expected, (b, t, c) -> Rounding.wide(1).of(gross.at(b, t, c)));
    s.unchanged("the other panel", from, x);
  }

  private static void dot(Setting s, Shape shape, State state) {
    HostPanel x = panel(s, shape, state);
    HostPanel y = panel(s, shape, state == State.LOST ? State.PLAIN : state);
    double[] expected = new double[x.trials()];
    double[] allowed = new double[x.trials()];
    Rounding rounding = Rounding.wide(x.batch() * x.width());
    for (int i = 0; i < x.values().length; i++) {
      double product = x.values()[i] * y.values()[i];
      expected[x.trialOf(i)] += product;
      allowed[x.trialOf(i)] += rounding.of(Math.abs(product));
    }
    s.near(panels(s).dot(s.upload(x), s.upload(y)), expected, allowed);
  }
}
