package org.atomicagents.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the secrets of a client in texts for logs and messages, because some servers echo the
 * request.
 *
 * <p>A secret is recognized in any case, with JSON, percent or HTML escapes, even nested, and in
 * Base64 or hexadecimal, also as a part of a longer encoded text. A beginning of a secret is
 * replaced if the text is cut behind it, or if it is long.
 *
 * <p>A secret of fewer than 8 characters is considered a placeholder such as {@code none}, unless
 * it contains letters and digits; it is then replaced as a whole word only. Immutable and
 * thread-safe; linear in the length of the text.
 */
public final class SecretRedactor {
  static final int MIN_LENGTH = 8;
  private static final int MAX_ESCAPE_LEVELS = 4;
  private static final String MASK = "***";

  private final List<SecretPattern> patterns;
  private final PrefixFilter filter;

  private SecretRedactor(List<SecretPattern> patterns) {
    this.patterns = patterns;
    this.filter = PrefixFilter.of(patterns);
  }

  /** Returns a redactor of the given secrets. */
  public static SecretRedactor of(Set<String> secrets) {
    var patterns = new ArrayList<SecretPattern>();
    for (String secret : secrets) {
      if (secret.length() < MIN_LENGTH) {
        patterns.add(SecretPattern.ofWord(secret));
        continue;
      }
      patterns.add(SecretPattern.of(secret));
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      patterns.add(SecretPattern.of(HexFormat.of().formatHex(bytes)));
      patterns.addAll(SecretPattern.ofBase64(bytes));
    }
    return new SecretRedactor(List.copyOf(patterns));
  }

  /**
   * Returns a redactor of the secrets of a request.
   *
   * @param headers the headers of the request
   * @param rawQuery the query of its address; null if there is none
   */
  public static SecretRedactor of(Map<String, String> headers, @Nullable String rawQuery) {
    var secrets = new LinkedHashSet<String>();
    headers.forEach((name, value) -> secrets.addAll(SecretValues.ofHeader(name, value)));
    if (rawQuery != null) {
      secrets.addAll(SecretValues.ofQuery(rawQuery));
    }
    return of(secrets);
  }

  /** Returns the text with {@code ***} in place of each secret. */
  public String redact(String text) {
    if (patterns.isEmpty() || !mayContainSecret(text)) {
      return text;
    }
    var secretCharacters = new BitSet();
    @Nullable EscapedText level = EscapedText.of(text);
    for (int i = 0; level != null && i < MAX_ESCAPE_LEVELS; i++) {
      for (SecretPattern pattern : patterns) {
        pattern.findIn(level, secretCharacters);
      }
      level = level.decode();
    }
    return secretCharacters.isEmpty() ? text : mask(text, secretCharacters);
  }

  private boolean mayContainSecret(String text) {
    return EscapedText.mayContainEscapes(text) || filter.mayMatch(text);
  }

  private static String mask(String text, BitSet secretCharacters) {
    var masked = new StringBuilder(text.length());
    int end = 0;
    for (int start = secretCharacters.nextSetBit(0);
        start >= 0;
        start = secretCharacters.nextSetBit(end)) {
      masked.append(text, end, start).append(MASK);
      end = secretCharacters.nextClearBit(start);
    }
    return masked.append(text, end, text.length()).toString();
  }
}
