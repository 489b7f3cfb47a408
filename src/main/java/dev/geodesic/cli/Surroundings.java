package dev.geodesic.cli;

import dev.geodesic.data.EnvironmentProxy;
import java.net.ProxySelector;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.security.UserGroupInformation;

/** Settings of this process that come from the user or the machine: locale, user name and proxy. */
final class Surroundings {
  /** Java's name for a user without an entry in the password file. */
  private static final String NAMELESS = "?";

  /** The character that Java puts for bytes that are not valid in the locale. */
  private static final String UNREADABLE = "\uFFFD";

  private Surroundings() {}

  /**
   * Sets them once for this process: numbers are written as SQL, CSV and JSON read them, Hadoop
   * gets a user name, and the network's proxy is used.
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

  /** Returns a refusal if some argument cannot be read in this locale. */
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
