package org.atomicagents.internal.provider.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits and the content of uploads. */
class FileUploadTest {
  private final TextFormat format = new TextFormat();
  private final FileUpload upload = new FileUpload(format, "k", RunContext.standalone());

  /** A format whose requests are their texts, with limits of 3 requests and 10 bytes. */
  private static final class TextFormat implements BatchFormat {
    private String sent = "";

    @Override
    public int maxRequests() {
      return 3;
    }

    @Override
    public long maxBytes() {
      return 10;
    }

    @Override
    public String separator() {
      return ",";
    }

    @Override
    public byte[] write(BatchRequest request, RunContext context) {
      assertThat(request.request().stream()).isFalse();
      return request.request().messages().getFirst().text().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public BatchHandle create(Requests requests, ModelRequest first, String key, RunContext call) {
      var bytes = new ByteArrayOutputStream();
      try {
        var content = requests.between("[", "]");
        content.writeTo(bytes);
        assertThat(content.length()).isEqualTo(bytes.size());
        content.writeTo(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      sent = bytes.toString(StandardCharsets.UTF_8);
      return new BatchHandle("p", "p at x", key);
    }
  }

  @Test
  void sendsTheRequestsBetweenAPrefixAndASuffixAsOftenAsNeeded() {
    upload.add(request("one"));
    upload.add(request("t\nw\ro"));

    upload.submit(Duration.ofSeconds(1));

    assertThat(format.sent).isEqualTo("[one,t w o][one,t w o]");
  }

  @Test
  void isFullAtTheMaximumNumberOfRequests() {
    assertThat(upload.add(request("a"))).isTrue();
    assertThat(upload.add(request("b"))).isTrue();
    assertThat(upload.add(request("c"))).isTrue();

    assertThat(upload.add(request("d"))).isFalse();
    assertThat(upload.size()).isEqualTo(3);
  }

  @Test
  void isFullAtTheMaximumNumberOfBytes() {
    assertThat(upload.add(request("12345"))).isTrue();
    assertThat(upload.add(request("12345"))).isFalse();
    assertThat(upload.add(request("1234"))).isTrue();

    assertThat(upload.bytes()).isEqualTo(10);
  }

  @Test
  void aRequestThatIsLargerThanABatchIsRejected() {
    assertThatThrownBy(() -> upload.add(request("12345678901")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Request 'r' of a batch: expected at most 10 bytes, found 11.
            Shorten its messages, or refer to large media by an address.\
            """);
    assertThat(upload.size()).isZero();
  }

  @Test
  void isSubmittedOnceAndNotWithoutRequests() {
    assertThatThrownBy(() -> upload.submit(Duration.ofSeconds(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Batch 'k' has no requests.");
    upload.add(request("a"));
    upload.submit(Duration.ofSeconds(1));

    assertThatThrownBy(() -> upload.submit(Duration.ofSeconds(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Batch 'k' was submitted or closed.");
    assertThatThrownBy(() -> upload.add(request("b"))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void deletesItsFileWhenItIsClosed() throws IOException {
    long before = files();
    var other = new FileUpload(format, "k", RunContext.standalone());
    assertThat(files()).isEqualTo(before + 1);

    other.close();
    other.close();

    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ä", "a\"b"})
  void rejectsKeysThatAProviderMayNotAccept(String key) {
    assertThatThrownBy(() -> new FileUpload(format, key, RunContext.standalone()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("key: expected 1 to 64 of the characters A-Z a-z 0-9 _ -, found ");
  }

  private static long files() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file ->
              file.getFileName()
                  .toString()
                  .startsWith("atomic-batch-" + ProcessHandle.current().pid()))
          .count();
    }
  }

  private static BatchRequest request(String text) {
    return new BatchRequest(
        "r", ModelRequest.of("m", List.of(Message.user(text))).withStream(true));
  }
}
