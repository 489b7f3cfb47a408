package dev.geodesic.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The address to which notices are posted. Everything but scheme and host may be secret, such as
 * the path of a webhook, and is never shown.
 */
final class NoticeAddress {
  /** Scheme, user, host and port, and the rest. */
  private static final Pattern PARTS =
      Pattern.compile(
          "([a-zA-Z][a-zA-Z0-9+.-]*://)?(?:[^/?#]*@)?(?<host>[^/?#]*)(?<rest>.*)", Pattern.DOTALL);

  private static final String COMMAND_LINE = "sun.java.command";

  private final String text;
  private final URI uri;

  private NoticeAddress(String text) throws URISyntaxException {
    this.text = text;
    this.uri = new URI(text);
  }

  /**
   * Reads the address that a user wrote.
   *
   * @throws TypeConversionException if it is not the URL of a web server
   */
  static NoticeAddress of(String text) {
    try {
      NoticeAddress address = new NoticeAddress(text);
      if (address.isOfWebServer()) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Refused below, without the parts that may be secret.
    }
    throw new TypeConversionException(
        "must be a URL as in https://host/path, got: " + masked(text));
  }

  private boolean isOfWebServer() {
    return uri.getHost() != null
        && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
        && uri.getPort() <= 0xFFFF;
  }

  /** Returns a request that posts JSON there; a user in the address goes into its header. */
  HttpRequest post(String json, Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(withoutUser())
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    if (uri.getUserInfo() != null) {
      byte[] user = uri.getUserInfo().getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
    }
    return request.build();
  }

  private URI withoutUser() {
    String user = uri.getRawUserInfo();
    return user == null ? uri : URI.create(text.replaceFirst(Pattern.quote(user + "@"), ""));
  }

  /** Hides the address from Spark's pages and event logs, which show the command line. */
  void hideFromSpark() {
    String command = System.getProperty(COMMAND_LINE);
    if (command != null) {
      System.setProperty(COMMAND_LINE, command.replace(text, toString()));
    }
  }

  /** Scheme, host and port. */
  @Override
  public String toString() {
    return masked(text);
  }

  private static String masked(String text) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      return "...";
    }
    String rest = parts.group("rest");
    return Objects.requireNonNullElse(parts.group(1), "")
        + parts.group("host")
        + (rest.length() > 1 ? rest.charAt(0) + "..." : rest);
  }

  /** Converts the option's text for picocli. */
  static final class Converter implements ITypeConverter<NoticeAddress> {
    @Override
    public @Nullable NoticeAddress convert(String text) {
      // An empty variable counts as no address.
      return text.isEmpty() ? null : of(text);
    }
  }
}
