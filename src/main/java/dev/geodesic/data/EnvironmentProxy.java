package dev.geodesic.data;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that variables name, as for curl and npm: {@code https_proxy}, {@code http_proxy} and
 * {@code all_proxy}, but for the hosts of {@code no_proxy}. Java itself knows its own properties
 * alone, which come first where they are set.
 */
public final class EnvironmentProxy extends ProxySelector {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final @Nullable ProxySelector properties;
  private final Map<String, String> environment;

  private EnvironmentProxy(@Nullable ProxySelector properties, Map<String, String> environment) {
    this.properties = properties;
    this.environment = environment;
  }

  /** Asks the environment where Java's own selector knows of no proxy. */
  public static ProxySelector before(
      @Nullable ProxySelector properties, Map<String, String> environment) {
    return new EnvironmentProxy(properties, environment);
  }

  /** A client that answers such a proxy's question for a password, where the variable holds one. */
  public static HttpClient.Builder client(Map<String, String> environment) {
    HttpClient.Builder builder = HttpClient.newBuilder();
    if (Stream.of("http", "https").anyMatch(s -> login(environment, s).isPresent())) {
      // Java would hand a password to no proxy through which it speaks to a server in private.
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
        address(environment, String.valueOf(server.getScheme()))
            .map(EnvironmentProxy::proxy)
            .orElse(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI server, SocketAddress proxy, IOException trouble) {
    // Whoever asked is told.
  }

  private static Proxy proxy(URI address) {
    int usual = "https".equalsIgnoreCase(address.getScheme()) ? HTTPS : HTTP;
    return new Proxy(
        Proxy.Type.HTTP,
        InetSocketAddress.createUnresolved(
            address.getHost(), address.getPort() < 0 ? usual : address.getPort()));
  }

  /** Of HTTP alone: Java's client speaks to no other kind of proxy. */
  private static Optional<URI> address(Map<String, String> environment, String scheme) {
    String value =
        first(
            environment,
            scheme + "_proxy",
            // Upper case of the first is what a web server tells a program of its visitor.
            scheme.equals("http") ? "" : scheme.toUpperCase(Locale.ROOT) + "_PROXY",
            "all_proxy",
            "ALL_PROXY");
    try {
      URI address = new URI(value.contains("://") ? value : "http://" + value);
      boolean isHttp =
          String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT).startsWith("http");
      return isHttp && address.getHost() != null ? Optional.of(address) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
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

  /** A domain stands for all below it, with a dot before it or without. */
  private static boolean covers(String entry, String host) {
    String domain = entry.replaceFirst("^\\*?\\.", "");
    return entry.equals("*")
        || (!domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain)));
  }

  private static Optional<PasswordAuthentication> login(
      Map<String, String> environment, String scheme) {
    return address(environment, scheme)
        .map(URI::getRawUserInfo)
        .map(
            login -> {
              int colon = login.indexOf(':');
              String name = colon < 0 ? login : login.substring(0, colon);
              String password = colon < 0 ? "" : login.substring(colon + 1);
              return new PasswordAuthentication(decoded(name), decoded(password).toCharArray());
            });
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Tells the proxy, and no server, name and password. */
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
