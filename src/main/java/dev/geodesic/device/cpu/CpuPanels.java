package dev.geodesic.device.cpu;

import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.PanelKernels;
import java.util.Arrays;

/** Arithmetic on panels in loops over their rows, one for each sample and trial. */
final class CpuPanels implements PanelKernels {
  private static final double GOLDEN_FRACTION = (Math.sqrt(5) - 1) / 2;

  @Override
  public void clear(Panel x) {
    Arrays.fill(((CpuPanel) x).values(), 0);
  }

  @Override
  public void scatter(double[] row, double spread, Panel x) {
    CpuPanel panel = (CpuPanel) x;
    for (int b = 0; b < panel.batch(); b++) {
      for (int c = 0; c < row.length; c++) {
        double multiple = (b * row.length + c + 1) * GOLDEN_FRACTION;
        double value = row[c] + spread * (2 * (multiple - Math.floor(multiple)) - 1);
        for (int t = 0; t < panel.trials(); t++) {
          panel.values()[panel.at(b, t) + c] = value;
        }
      }
    }
  }

  @Override
  public void copy(Panel x, Panel y) {
    CpuPanel from = (CpuPanel) x;
    System.arraycopy(from.values(), 0, ((CpuPanel) y).values(), 0, from.length());
  }

  @Override
  public void copyTrials(Panel source, int[] trials, Panel target) {
    CpuPanel from = (CpuPanel) source;
    CpuPanel to = (CpuPanel) target;
    for (int b = 0; b < from.batch(); b++) {
      for (int t : trials) {
        System.arraycopy(from.values(), from.at(b, t), to.values(), to.at(b, t), from.width());
      }
    }
  }

  @Override
  public void scale(double[] factors, Panel x) {
    CpuPanel panel = (CpuPanel) x;
    for (int row = 0, i = 0; row < panel.length(); row += panel.width(), i++) {
      double factor = factors[i % panel.trials()];
      for (int c = row; c < row + panel.width(); c++) {
        panel.values()[c] *= factor;
      }
    }
  }

  @Override
  public void scaleAndAdd(Numbers factors, Panel y, Panel x) {
    double[] all = factors.get();
    CpuPanel to = (CpuPanel) y;
    double[] from = ((CpuPanel) x).values();
    for (int row = 0, i = 0; row < to.length(); row += to.width(), i++) {
      double factor = all[i % to.trials()];
      for (int c = row; c < row + to.width(); c++) {
        to.values()[c] = factor * to.values()[c] + from[c];
      }
    }
  }

  @Override
  public void add(Numbers factors, Panel x, Panel y) {
    double[] all = factors.get();
    CpuPanel from = (CpuPanel) x;
    double[] to = ((CpuPanel) y).values();
    for (int row = 0, i = 0; row < from.length(); row += from.width(), i++) {
      double factor = all[i % from.trials()];
      for (int c = row; c < row + from.width(); c++) {
        to[c] += factor * from.values()[c];
      }
    }
  }

  @Override
  public Numbers dotOfSquares(Panel left, Panel right) {
    CpuPanel a = (CpuPanel) left;
    CpuPanel c = (CpuPanel) right;
    double[] sums = new double[a.trials()];
    for (int b = 0; b < a.batch(); b++) {
      for (int t = 0; t < a.trials(); t++) {
        double square = rowSquare(c, b, t);
        sums[t] += square == 0 ? 0 : square * rowSquare(a, b, t);
      }
    }
    return Numbers.of(sums);
  }

  static double rowSquare(CpuPanel x, int b, int t) {
    double sum = 0;
    int row = x.at(b, t);
    for (int c = row; c < row + x.width(); c++) {
      sum += x.values()[c] * x.values()[c];
    }
    return sum;
  }

  @Override
  public Numbers dot(Panel left, Panel right) {
    CpuPanel a = (CpuPanel) left;
    double[] b = ((CpuPanel) right).values();
    double[] sums = new double[a.trials()];
    for (int row = 0, i = 0; row < a.length(); row += a.width(), i++) {
      double sum = 0;
      for (int c = row; c < row + a.width(); c++) {
        sum += a.values()[c] * b[c];
      }
      sums[i % a.trials()] += sum;
    }
    return Numbers.of(sums);
  }

  @Override
  public Numbers quotients(double[] scales, Numbers numerators, Numbers denominators) {
    double[] above = numerators.get();
    double[] below = denominators.get();
    double[] quotients = new double[scales.length];
    for (int t = 0; t < scales.length; t++) {
      quotients[t] = scales[t] != 0 && below[t] > 0 ? scales[t] * (above[t] / below[t]) : 0;
    }
    return Numbers.of(quotients);
  }
}
