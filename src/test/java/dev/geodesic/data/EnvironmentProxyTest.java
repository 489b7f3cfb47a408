package dev.geodesic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxyTest {
  private static Proxy proxy(String server, Map<String, String> environment) {
    return EnvironmentProxy.before(null, environment).select(URI.create(server)).get(0);
  }

  private static Proxy http(String host, int port) {
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
  }

  @ParameterizedTest
  @CsvSource({
    "https_proxy, http://p:3128, https://s/, p, 3128",
    "HTTPS_PROXY, p:3128, https://s/, p, 3128",
    "http_proxy, p, http://s/, p, 80",
    "all_proxy, https://p, https://s/, p, 443",
    "https_proxy, http://user:pass@p:1, https://s/, p, 1",
    "https_proxy, http://my_proxy:3128/, https://s/, my_proxy, 3128",
    "https_proxy, my_proxy, https://s/, my_proxy, 80",
    "https_proxy, http://a:p@ss#w %zz@p:1, https://s/, p, 1",
    "https_proxy, http://[::1]:3128, https://s/, [::1], 3128"
  })
  void variablesNameIt(String variable, String value, String server, String host, int port) {
    assertThat(proxy(server, Map.of(variable, value))).isEqualTo(http(host, port));
  }

  @ParameterizedTest
  @CsvSource({
    "http_proxy, http://p, https://s/",
    "HTTP_PROXY, http://p, http://s/",
    "https_proxy, '', https://s/",
    "https_proxy, http://p, https://localhost/",
    "https_proxy, http://p, https://127.0.0.1:1/"
  })
  void otherwiseThereIsNone(String variable, String value, String server) {
    assertThat(proxy(server, Map.of(variable, value))).isEqualTo(Proxy.NO_PROXY);
  }

  @ParameterizedTest
  @CsvSource({
    "socks5://a:secret@p:1, 'one of socks5, to which Java''s client does not speak'",
    "http://a:secret@p:x, something else",
    "http://a:secret@p:99999, port 99999",
    "http://, something else"
  })
  void whatCannotBeUsedIsToldWithoutItsPassword(String value, String got) {
    Map<String, String> environment = Map.of("all_proxy", value);

    assertThat(proxy("https://s/", environment)).isEqualTo(Proxy.NO_PROXY);
    assertThatThrownBy(() -> EnvironmentProxy.client(environment))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "all_proxy must name a proxy as http://host:port, got: %s; correct or unset it"
                .formatted(got));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "b.example.com",
        "example.com",
        ".example.com",
        "*.example.com",
        "x, B.example.com:443"
      })
  void hostsThatAreExceptedAreAskedDirectly(String exceptions) {
    Map<String, String> environment = Map.of("https_proxy", "http://p", "no_proxy", exceptions);

    assertThat(proxy("https://b.example.com/", environment)).isEqualTo(Proxy.NO_PROXY);
    if (!exceptions.equals("*")) {
      assertThat(proxy("https://badexample.com/", environment)).isEqualTo(http("p", 80));
    }
  }

  @Test
  void propertiesOfJavaComeFirst() {
    ProxySelector properties = ProxySelector.of(InetSocketAddress.createUnresolved("q", 2));

    assertThat(
            EnvironmentProxy.before(properties, Map.of("https_proxy", "http://p"))
                .select(URI.create("https://s/")))
        .containsExactly(http("q", 2));
  }

  @Test
  void aProxyThatAsksIsToldThePassword() throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String login = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            requests.add(exchange.getRequestURI() + " " + login);
            if (login == null) {
              exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"x\"");
            }
            exchange.sendResponseHeaders(login == null ? 407 : 200, -1);
          }
        });
    server.start();
    try {
      assertThat(fetchThrough(server)).isEqualTo(200);
    } finally {
      server.stop(0);
    }
    String basic = Base64.getEncoder().encodeToString("a@b:c d".getBytes(StandardCharsets.UTF_8));
    assertThat(requests)
        .containsExactly("http://example.com/x null", "http://example.com/x Basic " + basic);
  }

  private static int fetchThrough(HttpServer server) throws IOException, InterruptedException {
    Map<String, String> environment =
        Map.of("http_proxy", "http://a%40b:c%20d@127.0.0.1:" + server.getAddress().getPort());
    return EnvironmentProxy.client(environment)
        .proxy(EnvironmentProxy.before(null, environment))
        .build()
        .send(
            HttpRequest.newBuilder(URI.create("http://example.com/x")).build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
