package dev.geodesic.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import dev.geodesic.trial.RequestException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads HOCON text into a tree without substitutions, and rewords the library's errors. */
final class Hocon {
  private static final Pattern ENDS_IN_LIST = Pattern.compile("^List should have .*end of file");

  /** Quotes that HOCON does not know: typographic ones anywhere, single ones that begin a text. */
  private static final Pattern OTHER_QUOTES = Pattern.compile("[“”„‟«»]|^[‘’‚‛'`]");

  private Hocon() {}

  static ConfigObject read(String text, String name, List<String> overrides) {
    try {
      Config conf = parse(text, name);
      for (String override : overrides) {
        conf = ConfOverride.of(override).applyTo(conf);
      }
      return conf.resolve().root();
    } catch (ConfigException e) {
      throw new RequestException(
          Place.of(name, Optional.ofNullable(e.origin())) + ": " + inOurWords(e), e);
    }
  }

  /**
   * Reads text into a tree that may hold substitutions.
   *
   * @param origin the name of the text in the library's errors
   */
  static Config parse(String text, String origin) {
    refuseTypographicQuotes(text, origin);
    Config parsed =
        ConfigFactory.parseString(
            text,
            ConfigParseOptions.defaults()
                .setOriginDescription(origin)
                .setIncluder(new NoIncludes(origin)));
    SilentMerges.refuse(text, origin);
    return parsed;
  }

  /** Refuses typographic quotes, which HOCON reads as letters. */
  private static void refuseTypographicQuotes(String text, String origin) {
    Token.all(text).stream()
        .filter(token -> token.is(Token.Kind.TEXT))
        .filter(token -> OTHER_QUOTES.matcher(token.text()).find())
        .findFirst()
        .ifPresent(
            token -> {
              throw new RequestException(
                  "%s: text must be in straight double quotes, got: %s; type \" on both sides of it"
                      .formatted(Place.of(origin, token.line()), token.text()));
            });
  }

  private static String inOurWords(ConfigException e) {
    String message = withoutOrigin(e);
    if (e instanceof ConfigException.UnresolvedSubstitution) {
      return message + "; a ${…} must name another key of this conf or an environment variable";
    }
    if (message.contains("quote was still open") || message.contains("unescaped newline")) {
      return "not valid HOCON: a double quote is not closed on its line";
    }
    if (message.startsWith("expecting a close") || ENDS_IN_LIST.matcher(message).find()) {
      return "not valid HOCON: the text ends before every { and [ is closed";
    }
    int advice = message.indexOf(" (if you ");
    return advice < 0
        ? "not valid HOCON: " + message
        : "not valid HOCON: %s; put text with special characters in double quotes"
            .formatted(message.substring(0, advice));
  }

  private static String withoutOrigin(ConfigException e) {
    String message = String.valueOf(e.getMessage());
    if (e.origin() != null && message.startsWith(e.origin().description())) {
      message = message.substring(e.origin().description().length() + 1);
    }
    return message.strip().replaceAll("\\s+", " ");
  }
}
