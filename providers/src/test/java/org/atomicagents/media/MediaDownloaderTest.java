package org.atomicagents.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.http.HostResolver;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.message.Audio;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.MediaPolicy;
import org.atomicagents.message.Pdf;
import org.junit.jupiter.api.Test;

class MediaDownloaderTest {
  private static final String PDF = "%PDF-1.7 text";
  private static final MediaPolicy LOCAL =
      MediaPolicy.defaults().withSchemes("http").withHosts("127.0.0.1").withPrivateAddresses();

  @Test
  void aDownloadIsInlineAndTrusted() {
    try (var server = LoopbackServer.answering(200, "text/plain", PDF);
        var downloader = MediaDownloader.of(LOCAL)) {
      Pdf pdf = downloader.download(Pdf.of(server.uri("/a.pdf")).untrusted());

      assertThat(pdf).isEqualTo(Pdf.of(PDF.getBytes(StandardCharsets.UTF_8)));
      assertThat(pdf.isTrusted()).isTrue();
    }
  }

  @Test
  void optionsAndTheLocationAreKept() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, "image/png");
              client.chunk(png);
              client.end();
            });
        var downloader = MediaDownloader.of(LOCAL)) {
      var image = (Image) Image.of(server.uri("/a")).withDetail(Media.Detail.LOW).at("$.a");

      Image downloaded = downloader.download(image);

      assertThat(downloaded).isEqualTo(Image.of(png).withDetail(Media.Detail.LOW));
      assertThat(downloaded.location()).isEqualTo("$.a");
    }
  }

  @Test
  void uriOfAnotherHostIsRefusedWithoutARequest() {
    try (var server = LoopbackServer.answering(200, "text/plain", PDF);
        var downloader = MediaDownloader.of(MediaPolicy.defaults().withHosts("*"))) {
      assertThatThrownBy(() -> downloader.download(Pdf.of(server.uri("/a"))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void redirectsAreFollowedIfTheyAreAllowed() {
    try (var server =
            LoopbackServer.start((request, client) -> {
              switch (request.path()) {
                case "/a" -> client.respond(302, "text/plain", "", "Location: /b?c=d");
                case "/b?c=d" -> client.respond(200, "application/pdf", PDF);
                default -> client.respond(308, "text/plain", "", "Location: " + request.path());
              }
            });
        var downloader = MediaDownloader.of(LOCAL)) {
      assertThat(downloader.download(Pdf.of(server.uri("/a"))).source())
          .isInstanceOf(Media.Source.Inline.class);
      assertThatThrownBy(() -> downloader.download(Pdf.of(server.uri("/loop"))))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("expected at most 5 redirects, found more");
    }
  }

  @Test
  void redirectsToOtherAddressesAreRefused() {
    for (String target :
        List.of(
            "http://169.254.169.254/latest/meta-data",
            "http://localhost/a",
            "http://[::1]/a",
            "http://2130706433/a",
            "file:///etc/passwd",
            "http://example.org/a")) {
      try (var server =
              LoopbackServer.start((request, client) ->
                  client.respond(301, "text/plain", "", "Location: " + target));
          var downloader = MediaDownloader.of(LOCAL)) {
        assertThatThrownBy(() -> downloader.download(Pdf.of(server.uri("/a"))))
            .as(target)
            .isInstanceOf(IllegalArgumentException.class);
        assertThat(server.requests()).isEqualTo(1);
      }
    }
  }

  @Test
  void namesOfPrivateAddressesAreRefused() throws Exception {
    InetAddress open = InetAddress.getByName("8.8.8.8");
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (var server = LoopbackServer.answering(200, "text/plain", PDF)) {
      for (List<InetAddress> answer : List.of(List.of(loopback), List.of(loopback, open))) {
        var policy = MediaPolicy.defaults().withSchemes("http").withHosts("*");
        try (var downloader = MediaDownloader.builder(policy).resolver(host -> answer).build()) {
          assertThatThrownBy(() -> downloader.download(Pdf.of(named(server))))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("expected a host with public addresses, found \"media.example.org\"");
        }
      }
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void aConnectionUsesTheAddressesOfOneLookUp() {
    var policy =
        MediaPolicy.defaults()
            .withSchemes("http")
            .withHosts("media.example.org")
            .withPrivateAddresses();
    var resolver = new RebindingResolver();
    try (var server = LoopbackServer.answering(200, "text/plain", PDF);
        var downloader = MediaDownloader.builder(policy).resolver(resolver).build()) {
      downloader.download(Pdf.of(named(server)));
      downloader.download(Pdf.of(named(server)));

      assertThat(resolver.lookups).containsExactly("media.example.org");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void dataThatIsTooLargeOrOfAnotherKindIsRefused() {
    try (var server = LoopbackServer.answering(200, "application/pdf", PDF);
        var small = MediaDownloader.of(LOCAL.withMaxBytes(Media.Kind.PDF, 5));
        var downloader = MediaDownloader.of(LOCAL)) {
      assertThatThrownBy(() -> small.download(Pdf.of(server.uri("/a"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected at most 5 bytes, found more");
      assertThatThrownBy(() -> downloader.download(Audio.of(server.uri("/a"))))
          .hasMessageContaining("found PDF data");
    }
  }

  @Test
  void errorsOfTheServerAreExceptions() {
    try (var missing = LoopbackServer.answering(404, "text/plain", "gone");
        var broken = LoopbackServer.answering(503, "text/plain", "later");
        var downloader = MediaDownloader.of(LOCAL)) {
      assertThatThrownBy(() -> downloader.download(Pdf.of(missing.uri("/a"))))
          .isInstanceOf(BadRequestException.class);
      assertThatThrownBy(() -> downloader.download(Pdf.of(broken.uri("/a"))))
          .isInstanceOf(UnavailableException.class);
    }
  }

  @Test
  void mediaWithoutAUriAreOnlyAdmitted() {
    try (var downloader = MediaDownloader.of(LOCAL)) {
      Pdf inline = Pdf.of(PDF.getBytes(StandardCharsets.UTF_8));

      assertThat(downloader.download(inline)).isEqualTo(inline);
    }
  }

  private static URI named(LoopbackServer server) {
    return URI.create("http://media.example.org:" + server.uri("/").getPort() + "/a");
  }

  /** Answers with the loopback address first, and with another one later. */
  private static final class RebindingResolver implements HostResolver {
    private final List<String> lookups = new ArrayList<>();

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
      lookups.add(host);
      return List.of(InetAddress.getByName(lookups.size() == 1 ? "127.0.0.1" : "10.1.2.3"));
    }
  }
}
