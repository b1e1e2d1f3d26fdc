package org.atomicagents.corpus.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * Texts of four kinds, cut at random from samples: English prose, JSON, Java sources, Chinese.
 *
 * <p>Not thread-safe.
 */
public final class ContentSamples {
  /** The number of kinds. */
  public static final int KINDS = 4;

  private static final String PROSE = read("prose.txt");
  private static final List<String> OBJECTS = read("objects.jsonl").lines().toList();
  private static final String CODE = read("code.txt");
  private static final List<String> SENTENCES =
      List.of(read("chinese.txt").strip().split("(?<=。)"));

  private final Random random;

  /** Creates a generator; equal seeds yield equal texts. */
  public ContentSamples(long seed) {
    random = new Random(seed);
  }

  /** Returns a text of a kind, from 0: prose, JSON, source code, Chinese. */
  public String text(int kind) {
    int length = 300 + random.nextInt(3_000);
    return switch (kind) {
      case 0 -> cut(PROSE, length);
      case 1 -> json(length);
      case 2 -> cut(CODE, length);
      default -> chinese(length / 3);
    };
  }

  private String json(int length) {
    var text = new StringBuilder("[");
    while (text.length() < length) {
      text.append(text.length() > 1 ? "," : "").append(oneOf(OBJECTS));
    }
    return text.append("]").toString();
  }

  private String chinese(int length) {
    var text = new StringBuilder();
    while (text.length() < length) {
      text.append(oneOf(SENTENCES));
    }
    return text.toString();
  }

  private String oneOf(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }

  private String cut(String text, int length) {
    int start = text.indexOf('\n', random.nextInt(text.length() - length - 500)) + 1;
    int end = text.indexOf('\n', start + length);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  private static String read(String name) {
    try (InputStream resource =
        Objects.requireNonNull(ContentSamples.class.getResourceAsStream(name), name)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
