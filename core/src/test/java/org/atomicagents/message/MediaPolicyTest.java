package org.atomicagents.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaPolicyTest {
  private static final byte[] PNG = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final MediaPolicy ANY_HOST =
      MediaPolicy.defaults().withHosts("*").withSchemes("http", "https");

  @TempDir private Path folder;

  @Test
  void mediaThatCodeCreatesAreAdmitted() {
    Image file = Image.of(Path.of("/etc/passwd"));
    Image url = Image.of(URI.create("http://127.0.0.1/a.png"));

    assertThat(MediaPolicy.defaults().admit(file)).isEqualTo(file);
    assertThat(MediaPolicy.defaults().admit(url)).isEqualTo(url);
  }

  @Test
  void filesAndUrisOfDataAreRefusedByDefault() throws Exception {
    Path file = Files.write(folder.resolve("a.png"), PNG);

    assertRefused(
        MediaPolicy.defaults(),
        Image.of(file),
        "expected a file in a directory that the media policy allows, found \"" + file + "\"");
    assertRefused(
        MediaPolicy.defaults(),
        Image.of(URI.create("https://example.org/a.png")),
        "expected a URI of a host that the media policy allows, found \"example.org\"");
    assertThat(MediaPolicy.defaults().admit(Image.of(PNG).untrusted()).isTrusted()).isTrue();
  }

  @Test
  void filesInAnAllowedDirectoryAreAdmitted() throws Exception {
    Path file = Files.write(Files.createDirectory(folder.resolve("sub")).resolve("a.png"), PNG);
    var policy = MediaPolicy.defaults().withFilesUnder(folder);

    Media admitted = policy.admit(Image.of(folder.resolve("sub/../sub/a.png")).untrusted());

    assertThat(admitted.isTrusted()).isTrue();
    assertThat(admitted.source()).isEqualTo(new Media.Source.File(file.toRealPath()));
    try (OpenMedia open = admitted.open()) {
      assertThat(open.data().readAllBytes()).isEqualTo(PNG);
    }
  }

  @Test
  void pathsAndLinksOutOfADirectoryAreRefused() throws Exception {
    Path secret = Files.write(folder.resolve("secret.png"), PNG);
    Path uploads = Files.createDirectory(folder.resolve("uploads"));
    Path sibling = Files.createDirectory(folder.resolve("uploads2"));
    Files.write(sibling.resolve("a.png"), PNG);
    Files.createSymbolicLink(uploads.resolve("file.png"), secret);
    Files.createSymbolicLink(uploads.resolve("directory"), folder);
    var policy = MediaPolicy.defaults().withFilesUnder(uploads);

    for (Path path :
        new Path[] {
          secret,
          sibling.resolve("a.png"),
          uploads.resolve("../secret.png"),
          uploads.resolve("file.png"),
          uploads.resolve("directory/secret.png"),
          folder.resolve("missing.png")
        }) {
      assertRefused(
          policy,
          Image.of(path),
          "expected a file in a directory that the media policy allows, found \"" + path + "\"");
    }
    assertRefused(
        policy,
        Image.of(uploads.resolve("missing.png")),
        "expected a file that can be read, found \""
            + uploads.resolve("missing.png")
            + "\", which cannot");
    assertRefused(
        policy,
        Image.of(uploads.resolve("directory/uploads")),
        "expected a regular file, found \""
            + uploads.resolve("directory/uploads")
            + "\", which is none");
  }

  @Test
  void aFileThatIsReplacedByALinkAfterTheCheckIsNotRead() throws Exception {
    Path uploads = Files.createDirectory(folder.resolve("uploads"));
    Path secret = Files.write(folder.resolve("secret.png"), PNG);
    Path file = Files.write(uploads.resolve("a.png"), PNG);
    Media admitted =
        MediaPolicy.defaults().withFilesUnder(uploads).admit(Image.of(file).untrusted());

    Files.delete(file);
    Files.createSymbolicLink(file, secret);

    assertThatThrownBy(admitted::open).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost/a",
        "http://a.localhost/a",
        "http://127.0.0.1/a",
        "http://127.1/a",
        "http://0177.0.0.1/a",
        "http://2130706433/a",
        "http://0x7f000001/a",
        "http://0x7f.0.0.1/a",
        "http://10.0.0.1/a",
        "http://169.254.169.254/latest/meta-data",
        "http://metadata.google.internal/computeMetadata/v1/",
        "http://[::1]/a",
        "http://[::ffff:127.0.0.1]/a",
        "http://[::ffff:7f00:1]/a",
        "http://[64:ff9b::7f00:1]/a",
        "http://[fe80::1%25eth0]/a",
        "http://[fd00:ec2::254]/a",
        "http://user@example.org/a",
        "http://example.org@127.0.0.1/a",
        "ftp://example.org/a",
        "jar:http://example.org/a!/b",
        "http:///a",
        "http://intranet/a"
      })
  void addressesThatAreNotPublicAreRefused(String uri) {
    assertThat(ANY_HOST.violation(Image.of(URI.create(uri)).untrusted())).isPresent();
  }

  @Test
  void policiesWithTheSameRulesAreEqual() {
    var policy = MediaPolicy.defaults().withHosts("a.org", "b.org").withMaxBytes(Media.Kind.PDF, 7);

    assertThat(MediaPolicy.defaults().withMaxBytes(Media.Kind.PDF, 7).withHosts("B.org", "a.org"))
        .isEqualTo(policy)
        .hasSameHashCodeAs(policy);
    assertThat(policy.withLabels()).isNotEqualTo(policy);
    assertThat(policy.withFilesUnder(folder)).isNotEqualTo(policy);
  }

  @Test
  void hostsAreMatchedAsAWhole() {
    var policy = MediaPolicy.defaults().withHosts("Example.org", "*.example.com");

    for (String host : new String[] {"example.org", "EXAMPLE.ORG", "a.example.com"}) {
      assertThat(policy.violation(image(host))).as(host).isEmpty();
    }
    for (String host :
        new String[] {"example.com", "a.example.org", "badexample.org", "example.org.evil.net"}) {
      assertThat(policy.violation(image(host))).as(host).isPresent();
    }
    assertThat(policy.violation(Image.of(URI.create("http://example.org/a")).untrusted()))
        .contains(new Violation("", "a URI with one of the schemes [https]", "\"http\""));
  }

  @Test
  void privateAddressesNeedTheirHostAndAPermission() throws Exception {
    var named = MediaPolicy.defaults().withHosts("10.0.0.7", "files.internal");
    var allowed = named.withPrivateAddresses();
    InetAddress address = InetAddress.getByName("10.0.0.7");

    assertThat(named.violation(image("10.0.0.7"))).isPresent();
    assertThat(allowed.violation(image("10.0.0.7"))).isEmpty();
    assertThat(allowed.violation(image("files.internal"))).isEmpty();
    assertThat(allowed.allowsAddress("files.internal", address)).isTrue();
    assertThat(named.allowsAddress("files.internal", address)).isFalse();
    assertThat(ANY_HOST.withPrivateAddresses().violation(image("10.0.0.7"))).isPresent();
    assertThat(ANY_HOST.withPrivateAddresses().allowsAddress("a.example", address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/svg+xml*", "image/**", "image/x-*", "image/*; q=1"})
  void aMediaTypeWithAnAsteriskIsNotEveryType(String mediaType) {
    String svg = "PHN2Zz48L3N2Zz4=";
    var policy = MediaPolicy.defaults().withTypes(Media.Kind.IMAGE, "image/png");

    assertThatThrownBy(() ->
            policy.admit(
                Media.untrusted(Media.Kind.IMAGE, mediaType, new Media.Source.Inline(svg))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sizesAndTypesAreLimitedForAllMedia() throws Exception {
    Path file = Files.write(folder.resolve("a.png"), PNG);
    var small = MediaPolicy.defaults().withMaxBytes(Media.Kind.IMAGE, 7);
    var jpeg = MediaPolicy.defaults().withTypes(Media.Kind.IMAGE, "image/jpeg");

    assertThat(small.violation(Image.of(PNG).at("$.a")))
        .contains(new Violation("$.a", "at most 7 bytes", "8"));
    assertThat(jpeg.violation(Image.of(PNG).at("$.a")))
        .contains(new Violation("$.a", "one of the allowed media types [image/jpeg]", "image/png"));
    assertThatThrownBy(() -> small.admit(Image.of(file)).open())
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Image: expected at most 7 bytes, found 8.\n"
                + "Reduce it, or raise MediaPolicy.withMaxBytes.");
    assertThatThrownBy(() -> jpeg.admit(Image.of(file)).open())
        .hasMessageContaining("the media policy does not allow image/png");
    assertThat(small.violation(Pdf.of(Path.of("a.pdf")))).isEmpty();
  }

  @Test
  void dataThatContradictsItsTypeIsRefused() {
    var claimed = Media.untrusted(Media.Kind.IMAGE, "image/png", new Media.Source.Inline("AAAA"));

    assertThat(MediaPolicy.defaults().violation(claimed))
        .hasValueSatisfying(violation -> assertThat(violation.expected()).isEqualTo("image/png"));
    assertThat(
            MediaPolicy.defaults()
                .violation(
                    Media.untrusted(Media.Kind.IMAGE, null, new Media.Source.Inline("no base 64"))))
        .isPresent();
  }

  private static Media image(String host) {
    return Image.of(URI.create("https://" + host + "/a.png")).untrusted();
  }

  private static void assertRefused(MediaPolicy policy, Media media, String message) {
    assertThatThrownBy(() -> policy.admit(media.untrusted()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
