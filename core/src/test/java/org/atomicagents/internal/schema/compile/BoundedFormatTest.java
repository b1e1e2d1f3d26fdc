package org.atomicagents.internal.schema.compile;

import static org.assertj.core.api.Assertions.assertThat;

import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class BoundedFormatTest {
  private static final int LENGTH = 150_000;
  private static final int STACK_BYTES = 512 * 1024;
  private static final String[] FORMATS = {
    "date", "date-time", "time", "duration", "email", "idn-email", "hostname", "idn-hostname",
    "ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference", "uuid", "uri-template",
    "json-pointer", "relative-json-pointer", "regex"
  };

  @ParameterizedTest
  @CsvSource({
    "uri-template, 'http://a.b/{c}'",
    "uri-template, '/{+path,d.e:3,f*}{?q}%20'",
    "uri-template, ''",
    "json-pointer, ''",
    "json-pointer, /a~0~1/b//",
    "relative-json-pointer, 0#",
    "relative-json-pointer, 12/a/b",
    "hostname, a.example.org",
    "regex, ^a(b|c)*$",
    "date, 2026-11-29",
    "email, a@example.org"
  })
  void acceptsValuesOfTheFormat(String format, String value) {
    assertThat(isValid(format, value)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "uri-template, '{'",
    "uri-template, 'a}'",
    "uri-template, '{a,}'",
    "uri-template, '{a:0}'",
    "uri-template, '%2'",
    "uri-template, '<a>'",
    "json-pointer, a",
    "json-pointer, /~2",
    "relative-json-pointer, 01",
    "relative-json-pointer, /a",
    "hostname, -a",
    "regex, '('",
    "date, 2026-13-29",
    "email, a"
  })
  void rejectsOtherValues(String format, String value) {
    assertThat(isValid(format, value)).isFalse();
  }

  @Test
  void describesTheFormat() {
    assertThat(schema("uri-template").read(json("{"), Strictness.STRICT).violations())
        .containsExactly(
            new Violation(
                "$.value",
                "a value that satisfies the schema: does not match the uri-template pattern must be"
                    + " a valid RFC 6570 URI Template",
                "\"{\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "{a}", "/a", "%41", "(", "a.", "a@", "{a,", "~0", "1", "ü"})
  void needsLittleStackForLongValues(String unit) throws InterruptedException {
    String value = unit.repeat(LENGTH / unit.length());
    Throwable[] failure = new Throwable[1];
    var thread =
        new Thread(
            null,
            () -> {
              for (String format : FORMATS) {
                isValid(format, value);
              }
            },
            "small stack",
            STACK_BYTES);
    thread.setUncaughtExceptionHandler((ignored, e) -> failure[0] = e);
    thread.start();
    thread.join();

    assertThat(failure[0]).isNull();
    assertThat(isValid("uri-template", value)).isEqualTo(!unit.equals("{a,"));
  }

  private static boolean isValid(String format, String value) {
    return schema(format).read(json(value), Strictness.STRICT).isValid();
  }

  private static String json(String value) {
    return "{\"value\":" + JsonIo.quote(value) + "}";
  }

  private static Schema<JsonNode> schema(String format) {
    return Schema.of("{\"type\":\"string\",\"format\":\"%s\"}".formatted(format));
  }
}
