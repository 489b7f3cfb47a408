package dev.geodesic.cli;

import dev.geodesic.data.EnvironmentProxy;
import java.net.ProxySelector;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * What a process finds about itself that is the user's or the machine's, and no part of a sweep.
 */
final class Surroundings {
  /** What Java calls a user without an entry in the password file. */
  private static final String NAMELESS = "?";

  /** What Java reads bytes as that are no character of the locale. */
  private static final String UNREADABLE = "\uFFFD";

  private Surroundings() {}

  /**
   * Settles them once, for all of this process: numbers are written as SQL, CSV and JSON read them,
   * Hadoop knows a user, and the network's proxy is asked.
   */
  static void settle(Map<String, String> environment) {
    Locale.setDefault(Locale.ENGLISH);
    if (NAMELESS.equals(System.getProperty("user.name"))) {
      String name = environment.getOrDefault("HADOOP_USER_NAME", "nobody");
      System.setProperty("user.name", name);
      UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
    }
    ProxySelector.setDefault(EnvironmentProxy.before(ProxySelector.getDefault(), environment));
  }

  /** What this process cannot read of its command line: with another name it must not go on. */
  static Optional<String> unreadable(String... arguments) {
    return Arrays.stream(arguments)
        .filter(argument -> argument.contains(UNREADABLE))
        .findFirst()
        .map(
            argument ->
                "The command line must be in the characters of the locale, %s, got: %s; set LC_ALL=C.UTF-8"
                    .formatted(
                        System.getProperty("sun.jnu.encoding"), argument.replace(UNREADABLE, "?")));
  }
}
