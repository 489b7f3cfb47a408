package dev.geodesic.report.page;

import dev.geodesic.store.summary.Estimate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats losses and probabilities as text. */
final class Words {
  private static final String NOTHING = "–";

  private Words() {}

  /** Returns the mean with half the width of its 95 % interval. */
  static String estimate(Estimate loss) {
    Double mean = loss.mean();
    Double low = loss.low();
    Double high = loss.high();
    if (mean == null) {
      return NOTHING;
    }
    return low == null || high == null
        ? number(mean)
        : "%s ± %s".formatted(number(mean), number((high - low) / 2));
  }

  static String probability(@Nullable Double p) {
    return p == null ? NOTHING : String.format(Locale.ROOT, "%.2g", p);
  }

  static String signed(double difference) {
    return String.format(Locale.ROOT, "%+.4f", difference);
  }

  static String number(double loss) {
    return String.format(Locale.ROOT, "%.4f", loss);
  }
}
