package org.atomicagents.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRedactorTest {
  private static final String KEY = "sk-a/b+c_D0123456789wxyzEnd";
  private static final SecretRedactor REDACTOR =
      SecretRedactor.of(Map.of("Authorization", "Bearer " + KEY), null);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-a/b+c_D0123456789wxyzEnd",
        "SK-A/B+C_D0123456789WXYZEND",
        "sk-a\\/b+c_D0123456789wxyzEnd",
        "\\u0073k-a\\u002fb+c_D0123456789wxyzEnd",
        "\\\\u0073k-a\\\\\\/b+c_D0123456789wxyzEnd",
        "\\x73k-a/b+c_D0123456789wxyzEnd",
        "sk-a%2Fb%2bc_D0123456789wxyzEnd",
        "sk-a%252Fb%252Bc_D0123456789wxyzEnd",
        "&#115;k-a&#x2F;b+c_D0123456789wxyzEnd",
        "sk-a&sol;b+c_D0123456789wxyzEnd",
      })
  void replacesTheSecretInAnyEscapedForm(String echo) {
    assertThat(REDACTOR.redact("Bad key " + echo + ", sorry")).isEqualTo("Bad key ***, sorry");
    assertThat(REDACTOR.redact(echo)).isEqualTo("***");
    assertThat(REDACTOR.redact("\"" + echo + "\"" + echo)).isEqualTo("\"***\"***");
  }

  @Test
  void replacesTheSecretInEncodedBytes() {
    for (String before : List.of("", "a", "ab", "abc", "user:", "Bearer ")) {
      for (String after : List.of("", "x", "yz", "zzz")) {
        byte[] bytes = (before + KEY + after).getBytes(StandardCharsets.UTF_8);
        for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
          assertThat(REDACTOR.redact("Basic " + encoder.encodeToString(bytes)))
              .contains("***")
              .hasSizeLessThan(22 + before.length() * 2);
        }
        assertThat(REDACTOR.redact(HexFormat.of().withUpperCase().formatHex(bytes)))
            .contains("***")
            .hasSizeLessThan(4 + 2 * (before + after).length());
      }
    }
  }

  @Test
  void replacesEachBeginningOfTheSecretAtACut() {
    for (int length = 8; length < KEY.length(); length++) {
      String echo = KEY.substring(0, length);
      for (String end : List.of("", "…", "...", "***", "\"}", "[truncated]")) {
        String redacted = REDACTOR.redact("Bad key " + echo + end);

        assertThat(redacted).isEqualTo("Bad key ***" + end);
      }
    }
  }

  @Test
  void replacesALongBeginningOfTheSecretAnywhere() {
    assertThat(REDACTOR.redact("Bad key " + KEY.substring(0, 16) + " for x"))
        .isEqualTo("Bad key *** for x");
  }

  @Test
  void keepsTextsWithoutASecret() {
    for (String text :
        List.of("", "x", "Bad key", "sk-a/b", "sk-a/b+c is not a key", "100% \\ &amp; \\u00e4")) {
      assertThat(REDACTOR.redact(text)).isSameAs(text);
    }
  }

  @Test
  void findsOverlappingSecretsAndRepetitions() {
    var redactor = SecretRedactor.of(Set.of("abababab1", "bababab1x"));

    assertThat(redactor.redact("ababababab1x.")).isEqualTo("ab***.");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Credential, correct horse battery staple, correct horse battery staple",
    "X-Credential, correcthorsebattery, correcthorsebattery",
    "X-Password, hunter2, hunter2",
    "X-Pass, correcthorse, correcthorse",
    "X-Tenant, tenant-4711, tenant-4711",
    "Cookie, sid=abcdefgh1; other=ijklmnop2, ijklmnop2",
    "Proxy-Authorization, Basic dXNlcjpwcm94eS1zZWNyZXQ=, proxy-secret",
    "Authorization, 'Digest username=\"me\", response=\"0123456789abcdef\"', 0123456789abcdef",
    "Authorization, ApiKey abcdefghij, abcdefghij",
  })
  void knowsTheSecretsInHeaders(String name, String value, String echo) {
    var redactor = SecretRedactor.of(Map.of(name, value), null);

    assertThat(redactor.redact("(" + echo + ")")).isEqualTo("(***)");
  }

  @ParameterizedTest
  @CsvSource({
    "Accept, application/json1",
    "Content-Type, application/json1",
    "anthropic-version, 2023-06-01a",
    "User-Agent, agent/1.0.0",
    "X-Environment, production",
    "Authorization, Bearer none",
  })
  void keepsHeadersThatAreNoSecrets(String name, String value) {
    var redactor = SecretRedactor.of(Map.of(name, value), null);

    assertThat(redactor.redact("(" + value + ")")).isEqualTo("(" + value + ")");
  }

  @Test
  void knowsTheSecretsInTheQuery() {
    var redactor =
        SecretRedactor.of(Map.of(), "api-version=2024-10-21&key=a%2Fb%2Bcdefg1&sig=0123456789x");

    assertThat(redactor.redact("?api-version=2024-10-21&key=a%2Fb%2Bcdefg1&sig=0123456789x"))
        .isEqualTo("?api-version=2024-10-21&***&***");
    assertThat(redactor.redact("key a/b+cdefg1 at 2024-10-21")).isEqualTo("key *** at 2024-10-21");
  }

  @Test
  void replacesShortSecretsAsWholeWordsOnly() {
    var redactor = SecretRedactor.of(Map.of("X-Password", "pw12"), null);

    assertThat(redactor.redact("pw12, xpw12, pw123 and 'PW12'"))
        .isEqualTo("***, xpw12, pw123 and '***'");
  }

  @Test
  void noRandomEscapingRevealsTheSecret() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String echo = KEY;
      for (int levels = random.nextInt(3); levels >= 0; levels--) {
        echo = escape(echo, random);
      }
      String text = "key " + echo + " is invalid";

      assertThat(REDACTOR.redact(text))
          .describedAs("seed %d: %s", seed, text)
          .isEqualTo("key *** is invalid");
    }
  }

  private static String escape(String text, Random random) {
    UnaryOperator<String> form =
        switch (random.nextInt(4)) {
          case 0 -> c -> String.format(Locale.ROOT, "\\u%04x", (int) c.charAt(0));
          case 1 -> c -> String.format(Locale.ROOT, "%%%02X", (int) c.charAt(0));
          case 2 -> c -> "&#" + (int) c.charAt(0) + ";";
          default -> c -> c.equals("/") || c.equals("\\") ? "\\" + c : c;
        };
    boolean escapesBackslashes = random.nextBoolean();
    var escaped = new StringBuilder();
    for (String c : text.split("", -1)) {
      boolean isSyntax = c.equals("\\") || c.equals("%") || c.equals("&");
      if (!c.isEmpty()) {
        escaped.append(
            isSyntax || (random.nextInt(3) == 0 && escapesBackslashes) ? form.apply(c) : c);
      }
    }
    return escaped.toString();
  }

  @Test
  void percentEncodingOfTheJdkIsRecognized() {
    assertThat(REDACTOR.redact(URLEncoder.encode(KEY, StandardCharsets.UTF_8))).isEqualTo("***");
  }
}
