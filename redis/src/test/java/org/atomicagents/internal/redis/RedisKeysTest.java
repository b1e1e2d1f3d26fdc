package org.atomicagents.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisKeysTest {
  private final RedisKeys keys = new RedisKeys("app:", "cache", 1);

  @Test
  void containsThePrefixTheKindTheVersionAndTheNames() {
    assertThat(text(keys.key("acme", "0f3a"))).isEqualTo("app:cache:1:{acme:0f3a}");
    assertThat(text(keys.keyWithSuffix("turns", "acme", "a:b")))
        .isEqualTo("app:cache:1:{acme:a:b}:turns");
  }

  @Test
  void differsForDifferentNames() {
    String high = "\uD83D";
    List<String> names =
        List.of(
            "",
            "a",
            "A",
            "a/b",
            "a%2fb",
            "a%2Fb",
            "a:b",
            "{a}",
            "}",
            "a\u0000",
            "a%00",
            high,
            "%ud83d",
            "?",
            "\uFFFD",
            "\uD83D\uDE00",
            "x".repeat(5_000),
            "x".repeat(5_001),
            high.repeat(100),
            "\uDE00".repeat(100),
            "\u00E9",
            "e\u0301");

    List<String> made =
        names.stream()
            .flatMap(first -> names.stream().map(second -> text(keys.key(first, second))))
            .toList();

    assertThat(made).doesNotHaveDuplicates().allMatch(key -> key.length() < 850);
  }

  @Test
  void hasOneHashTag() {
    String key = text(keys.keyWithSuffix("part", "}{", "{"));

    assertThat(key.indexOf('{')).isEqualTo(key.lastIndexOf('{'));
    assertThat(key.indexOf('}')).isEqualTo(key.lastIndexOf('}'));
  }

  private static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }
}
