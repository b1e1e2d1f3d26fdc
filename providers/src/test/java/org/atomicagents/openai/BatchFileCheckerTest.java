package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One violation of each rule of {@link BatchFileChecker}. */
class BatchFileCheckerTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String LINE =
      "{'custom_id':'a','method':'POST','url':'/v1/chat/completions','body':{'model':'m','messages':[]}}"
          .replace('\'', '"');

  @Test
  void acceptsAValidFile() {
    String second = LINE.replace("\"a\"", "\"b\"");

    assertThat(BatchFileChecker.check(LINE + "\n" + second + "\n", CHAT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "custom_id\":\"a | custom_id\":\" | line 1: no custom_id",
        "POST | GET | line 1: method is not POST",
        "/v1/chat/completions | /v1/responses | line 1: url is not the endpoint",
        "\"body\":{ | \"body\":{\"stream\":true, | line 1: stream",
        "\"body\":{ | \"body\":{\"background\":true, | line 1: background",
        "\"body\":{ | \"more\":1,\"body\":{ | line 1: unknown field more",
        "\"model\":\"m\" | \"model\":\"\" | line 1: no model",
        "messages | input | line 1: no messages",
        "}} | } | line 1: not JSON"
      })
  void reportsAnInvalidLine(String part, String replacement, String defect) {
    assertThat(BatchFileChecker.check(LINE.replace(part, replacement), CHAT)).contains(defect);
  }

  @Test
  void reportsWhatOneLineDoesNotShow() {
    String otherModel = LINE.replace("\"m\"", "\"n\"");

    assertThat(BatchFileChecker.check(LINE + "\n" + otherModel, CHAT))
        .containsExactly("line 2: repeated custom_id", "several models");
    assertThat(BatchFileChecker.check("", CHAT)).containsExactly("no requests");
    assertThat(BatchFileChecker.check(LINE, "/v1/other")).contains("unknown endpoint /v1/other");
  }

  @Test
  void reportsALineWithoutABody() {
    String line = LINE.replaceFirst("\"body\".*", "\"body\":1}");

    assertThat(BatchFileChecker.check(line, CHAT)).contains("line 1: no body");
  }

  @Test
  void reportsTooManyRequests() {
    var file = new StringBuilder();
    for (int i = 0; i <= 50_000; i++) {
      file.append(LINE.replace("\"a\"", "\"" + i + "\"")).append('\n');
    }

    assertThat(BatchFileChecker.check(file.toString(), CHAT))
        .containsExactly("more than 50000 requests");
  }
}
