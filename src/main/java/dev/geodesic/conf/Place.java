package dev.geodesic.conf;

import com.typesafe.config.ConfigOrigin;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names the place of a part of a conf, with which messages begin. */
final class Place {
  private static final Pattern LINES = Pattern.compile(": \\d+(-\\d+)?$");

  private Place() {}

  /** {@code FILE:LINE} for a line of the file, {@code --set key=value} for an override. */
  static String of(String conf, Optional<ConfigOrigin> origin) {
    return origin.map(o -> of(conf, o)).orElse(conf);
  }

  static String of(String conf, ConfigOrigin origin) {
    String source = LINES.matcher(origin.description()).replaceFirst("");
    return source.startsWith(ConfOverride.OPTION) || source.equals(conf)
        ? of(source, origin.lineNumber())
        : conf;
  }

  /** A line of the file, or of the override {@code source}; 0 for no line. */
  static String of(String source, int line) {
    return source.startsWith(ConfOverride.OPTION) || line <= 0 ? source : source + ":" + line;
  }
}
