package dev.geodesic.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.launcher.FakeMachine.End;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** submit/proxy.sh: how Maven is told of the proxy that the environment names. */
class ProxyTest {
  @RegisterExtension private final FakeMachine machine = new FakeMachine();

  /** Prints the options for Maven, and then the permissions of the files that they name. */
  private End tellMaven() throws Exception {
    return machine.bash(
        """
        source submit/lib.sh; tell_maven_of_proxies '%s/proxies'
        echo $JDK_JAVA_OPTIONS ${maven_options[*]}; stat -c %%a '%1$s'/proxies.*
        """
            .formatted(machine.directory()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://proxy:3128|-Dhttps.proxyHost=proxy -Dhttps.proxyPort=3128",
        "proxy|-Dhttps.proxyHost=proxy -Dhttps.proxyPort=80",
        "https://proxy:/|-Dhttps.proxyHost=proxy -Dhttps.proxyPort=443",
        "socks5h://proxy|-DsocksProxyHost=proxy -DsocksProxyPort=1080"
      })
  void hostAndPortAreInAFileOfOptions(String proxy, String properties) throws Exception {
    machine.set("https_proxy", proxy);
    machine.set("no_proxy", "example.com, .inner:80");

    End end = tellMaven();

    assertThat(end.out()).isEqualTo("@%s/proxies.options%n600%n".formatted(machine.directory()));
    assertThat(Files.readString(machine.directory().resolve("proxies.options")))
        .satisfies(text -> assertThat(text.replaceAll("\"\\s+\"", " ")).contains(properties))
        .contains(
            "-Dhttp.nonProxyHosts=localhost|127.*|[::1]|example.com|*.example.com|inner|*.inner");
  }

  /** Maven takes the login to a proxy from its settings alone. */
  @Test
  void nameAndPasswordAreInAFileOfSettingsThatOnlyTheUserCanRead() throws Exception {
    machine.set("https_proxy", "http://a%40b:c%3A%22%26@proxy:1/");

    End end = tellMaven();

    assertThat(end.out())
        .isEqualTo(
            "@%s/proxies.options -gs %1$s/proxies.xml%n600%n600%n".formatted(machine.directory()));
    assertThat(Files.readString(machine.directory().resolve("proxies.options")))
        .doesNotContain("a@b");
    assertThat(Files.readString(machine.directory().resolve("proxies.xml")))
        .contains("<host>proxy</host><port>1</port><username>a@b</username>")
        .contains("<password>c:\"&amp;</password>");
  }
}
