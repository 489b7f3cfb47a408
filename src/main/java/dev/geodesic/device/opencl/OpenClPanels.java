package dev.geodesic.device.opencl;

import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.PanelKernels;

/** Arithmetic on panels; see {@code panels.cl}. */
final class OpenClPanels implements PanelKernels {
  private final Gear gear;

  OpenClPanels(Gear gear) {
    this.gear = gear;
  }

  @Override
  public void clear(Panel x) {
    OpenClPanel panel = (OpenClPanel) x;
    gear.launch("panel_clear").with(panel.values()).with(panel.length()).items(panel.length());
  }

  @Override
  public void scatter(double[] row, double spread, Panel x) {
    OpenClPanel panel = (OpenClPanel) x;
    gear.launch("panel_scatter")
        .with(gear.constant(row))
        .with(spread)
        .with(panel.trials())
        .with(panel.width())
        .with(panel.length())
        .with(panel.values())
        .items(panel.length());
  }

  @Override
  public void copy(Panel x, Panel y) {
    OpenClPanel from = (OpenClPanel) x;
    gear.queue().copy(from.values(), 0, OpenClPanel.buffer(y), 0, from.length() * Double.BYTES);
  }

  @Override
  public void copyTrials(Panel source, int[] trials, Panel target) {
    OpenClPanel from = (OpenClPanel) source;
    if (trials.length > 0) {
      gear.launch("panel_copy_trials")
          .with(from.values())
          .with(gear.constant(trials))
          .with(trials.length)
          .with(from.batch())
          .with(from.trials())
          .with(from.width())
          .with(OpenClPanel.buffer(target))
          .items((long) from.batch() * trials.length * from.width());
    }
  }

  @Override
  public void scale(double[] factors, Panel x) {
    OpenClPanel panel = (OpenClPanel) x;
    gear.launch("panel_scale")
        .with(gear.constant(factors))
        .with(panel.trials())
        .with(panel.width())
        .with(panel.length())
        .with(panel.values())
        .items(panel.length());
  }

  @Override
  public void scaleAndAdd(Numbers factors, Panel y, Panel x) {
    OpenClPanel to = (OpenClPanel) y;
    gear.launch("panel_scale_and_add")
        .with(gear.operand(factors))
        .with(to.trials())
        .with(to.width())
        .with(to.length())
        .with(to.values())
        .with(OpenClPanel.buffer(x))
        .items(to.length());
  }

  @Override
  public void add(Numbers factors, Panel x, Panel y) {
    OpenClPanel from = (OpenClPanel) x;
    gear.launch("panel_add")
        .with(gear.operand(factors))
        .with(from.trials())
        .with(from.width())
        .with(from.length())
        .with(from.values())
        .with(OpenClPanel.buffer(y))
        .items(from.length());
  }

  @Override
  public Numbers dot(Panel left, Panel right) {
    OpenClPanel a = (OpenClPanel) left;
    Arena.Place sums = gear.numbers(a.trials());
    gear.launch("panel_dot")
        .with(a.values())
        .with(OpenClPanel.buffer(right))
        .with(a.batch())
        .with(a.width())
        .with(sums)
        .groups(a.trials());
    return sums;
  }

  @Override
  public Numbers dotOfSquares(Panel left, Panel right) {
    OpenClPanel a = (OpenClPanel) left;
    OpenClPanel c = (OpenClPanel) right;
    Arena.Place sums = gear.numbers(a.trials());
    gear.launch("panel_dot_of_squares")
        .with(a.values())
        .with(a.width())
        .with(c.values())
        .with(c.width())
        .with(a.batch())
        .with(sums)
        .groups(a.trials());
    return sums;
  }

  @Override
  public Numbers quotients(double[] scales, Numbers numerators, Numbers denominators) {
    // Before the place of the results: an operand may need a read.
    Arena.Operand above = gear.operand(numerators);
    Arena.Operand below = gear.operand(denominators);
    Arena.Place quotients = gear.numbers(scales.length);
    gear.launch("number_quotients")
        .with(gear.constant(scales))
        .with(above)
        .with(below)
        .with(scales.length)
        .with(quotients)
        .items(scales.length);
    return quotients;
  }
}
