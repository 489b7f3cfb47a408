package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Selects the proxy that environment variables name, as curl and npm do: {@code https_proxy},
 * {@code http_proxy} and {@code all_proxy}, except for the hosts of {@code no_proxy}. Java's own
 * proxy properties take precedence where they are set; Java does not read the variables.
 */
public final class EnvironmentProxy extends ProxySelector {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int LAST_PORT = 65535;

  private final @Nullable ProxySelector properties;
  private final Map<String, String> environment;

  private EnvironmentProxy(@Nullable ProxySelector properties, Map<String, String> environment) {
    this.properties = properties;
    this.environment = environment;
  }

  /** Returns a selector that asks the environment where Java's own selector names no proxy. */
  public static ProxySelector before(
      @Nullable ProxySelector properties, Map<String, String> environment) {
    return new EnvironmentProxy(properties, environment);
  }

  /**
   * Returns a client that authenticates at such a proxy, where the variable holds a password.
   *
   * @throws RequestException if a variable names anything but an HTTP proxy
   */
  public static HttpClient.Builder client(Map<String, String> environment) {
    HttpClient.Builder builder = HttpClient.newBuilder();
    if (Stream.of("http", "https").anyMatch(s -> login(environment, s).isPresent())) {
      // By default Java sends no password to a proxy through which it tunnels HTTPS.
      System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
      builder.authenticator(new Login(environment));
    }
    return builder;
  }

  @Override
  public List<Proxy> select(URI server) {
    List<Proxy> known = properties == null ? List.of() : properties.select(server);
    if (known.stream().anyMatch(proxy -> !proxy.equals(Proxy.NO_PROXY)) || isExempt(server)) {
      return known.isEmpty() ? List.of(Proxy.NO_PROXY) : known;
    }
    return List.of(
        usable(environment, String.valueOf(server.getScheme()))
            .map(
                address ->
                    new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(address.host(), address.port())))
            .orElse(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI server, SocketAddress proxy, IOException trouble) {
    // The caller gets the exception.
  }

  /**
   * A proxy as a variable names it: {@code http://user:password@host:port}, where only the host is
   * required. A password may hold any character but a slash, encoded or not.
   *
   * @param login name and password, separated by a colon; null if there is none
   */
  private record Address(String host, int port, @Nullable String login) {
    private static final Pattern FORM =
        Pattern.compile(
            "(?:(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://)?+(?:(?<login>[^/]*)@)?"
                + "(?<host>\\[[^\\]/]*]|[^\\[\\]:/@]+)(?::(?<port>\\d{0,5}))?(?:/.*)?");

    /**
     * Parses a variable's value. Messages do not show it, as it may hold a password.
     *
     * @throws RequestException if it does not name an HTTP proxy
     */
    static Address of(String variable, String value) {
      Matcher parts = FORM.matcher(value);
      if (!parts.matches()) {
        throw refused(variable, "something else");
      }
      String scheme = Objects.requireNonNullElse(parts.group("scheme"), "http");
      if (!scheme.toLowerCase(Locale.ROOT).matches("https?")) {
        throw refused(variable, "one of " + scheme + ", to which Java's client does not speak");
      }
      String digits = Objects.requireNonNullElse(parts.group("port"), "");
      int usual = scheme.equalsIgnoreCase("https") ? HTTPS : HTTP;
      int port = digits.isEmpty() ? usual : Integer.parseInt(digits);
      if (port > LAST_PORT) {
        throw refused(variable, "port " + port);
      }
      return new Address(parts.group("host"), port, parts.group("login"));
    }

    private static RequestException refused(String variable, String got) {
      return new RequestException(
          "%s must name a proxy as http://host:port, got: %s; correct or unset it"
              .formatted(variable, got));
    }
  }

  /**
   * Returns the proxy of a valid variable. An invalid one is ignored here, so that other
   * connections of the process do not fail; {@link #client} reports it.
   */
  private static Optional<Address> usable(Map<String, String> environment, String scheme) {
    try {
      return address(environment, scheme);
    } catch (RequestException e) {
      return Optional.empty();
    }
  }

  private static Optional<Address> address(Map<String, String> environment, String scheme) {
    // HTTP_PROXY is ignored, as CGI passes a visitor's header Proxy in that variable.
    String upper = scheme.equals("http") ? "" : scheme.toUpperCase(Locale.ROOT) + "_PROXY";
    return Stream.of(scheme + "_proxy", upper, "all_proxy", "ALL_PROXY")
        .filter(variable -> !first(environment, variable).isEmpty())
        .findFirst()
        .map(variable -> Address.of(variable, first(environment, variable)));
  }

  private static String first(Map<String, String> environment, String... names) {
    return Arrays.stream(names)
        .map(name -> environment.getOrDefault(name, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }

  private boolean isExempt(URI server) {
    String host = String.valueOf(server.getHost()).toLowerCase(Locale.ROOT);
    return host.equals("localhost")
        || host.startsWith("127.")
        || host.equals("[::1]")
        || Arrays.stream(first(environment, "no_proxy", "NO_PROXY").split("[,\\s]+"))
            .map(entry -> entry.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", ""))
            .anyMatch(entry -> covers(entry, host));
  }

  /**
   * Whether an entry of no_proxy covers a host: a domain covers all below it, with a leading dot or
   * without.
   */
  private static boolean covers(String entry, String host) {
    String domain = entry.replaceFirst("^\\*?\\.", "");
    return entry.equals("*")
        || (!domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain)));
  }

  private static Optional<PasswordAuthentication> login(
      Map<String, String> environment, String scheme) {
    return address(environment, scheme)
        .map(Address::login)
        .map(
            login -> {
              int colon = login.indexOf(':');
              String name = colon < 0 ? login : login.substring(0, colon);
              String password = colon < 0 ? "" : login.substring(colon + 1);
              return new PasswordAuthentication(decoded(name), decoded(password).toCharArray());
            });
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // The text was not encoded.
      return text;
    }
  }

  /** Gives name and password to the proxy, and to no server. */
  private static final class Login extends Authenticator {
    private final Map<String, String> environment;

    Login(Map<String, String> environment) {
      this.environment = environment;
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      if (getRequestorType() != RequestorType.PROXY) {
        return null;
      }
      return login(environment, String.valueOf(getRequestingScheme()))
          .or(() -> login(environment, "https"))
          .or(() -> login(environment, "http"))
          .orElse(null);
    }
  }
}
