package org.atomicagents.internal.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the secrets in the headers and the query of a request.
 *
 * <p>A value is a secret if its name suggests one, or if it contains letters and digits like a
 * generated identifier and its name suggests nothing else.
 */
final class SecretValues {
  private static final int MIN_WORD_LENGTH = 4;

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "auth|key|token|secret|cookie|cred|pass|pwd|session|sig|jwt|cert|login|private|hmac|code",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PUBLIC_NAME =
      Pattern.compile(
          "accept(-.{1,40})?|content-.{1,40}|user-agent|host"
              + "|(.{1,40}[-_])?(version|type|encoding|language|format|title|referer|beta)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SEPARATOR = Pattern.compile("[\\s,;]");
  private static final Pattern AUTHORIZATION =
      Pattern.compile("(proxy-)?authorization", Pattern.CASE_INSENSITIVE);

  private SecretValues() {}

  /** Returns the secrets in a header. */
  static Set<String> ofHeader(String name, String value) {
    var secrets = new LinkedHashSet<String>();
    if (isPublic(name)) {
      return secrets;
    }
    boolean isSecretName = SECRET_NAME.matcher(name).find();
    String[] parts = SEPARATOR.split(value, -1);
    boolean hasScheme = parts.length > 1 && AUTHORIZATION.matcher(name).matches();
    for (int i = hasScheme ? 1 : 0; i < parts.length; i++) {
      addPart(parts[i], isSecretName, secrets);
    }
    if (parts.length == 2 && parts[0].equalsIgnoreCase("Basic")) {
      addBasic(parts[1], secrets);
    }
    if (!hasScheme && (secrets.isEmpty() || value.indexOf(' ') < 0)) {
      add(value, isSecretName, secrets);
    }
    return secrets;
  }

  /** Returns the secrets in a query. */
  static Set<String> ofQuery(String rawQuery) {
    var secrets = new LinkedHashSet<String>();
    for (String parameter : rawQuery.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? "" : parameter.substring(0, equals);
      if (isPublic(name)) {
        continue;
      }
      boolean isSecretName = equals < 0 || SECRET_NAME.matcher(name).find();
      String value = parameter.substring(equals + 1);
      int before = secrets.size();
      add(value, isSecretName, secrets);
      add(decode(value), isSecretName, secrets);
      if (secrets.size() > before || isSecretName) {
        add(parameter, true, secrets);
      }
    }
    return secrets;
  }

  /** Adds a part such as {@code abc} or {@code sid=abc}, whose padding is not a separator. */
  private static void addPart(String part, boolean isSecretName, Set<String> secrets) {
    add(part, isSecretName, secrets);
    int equals = part.indexOf('=');
    if (equals > 0 && !part.substring(equals).chars().allMatch(c -> c == '=')) {
      String value = part.substring(equals + 1);
      boolean isQuoted = value.length() > 2 && value.startsWith("\"") && value.endsWith("\"");
      add(isQuoted ? value.substring(1, value.length() - 1) : value, isSecretName, secrets);
    }
  }

  private static void addBasic(String encoded, Set<String> secrets) {
    try {
      String credentials =
          new String(Base64.getDecoder().decode(encoded), StandardCharsets.ISO_8859_1);
      add(credentials, true, secrets);
      add(credentials.substring(credentials.indexOf(':') + 1), true, secrets);
    } catch (IllegalArgumentException e) {
      // The header itself is a secret already.
    }
  }

  private static void add(String value, boolean isSecretName, Set<String> secrets) {
    boolean isMixed = hasLetterAndDigit(value);
    boolean isSecret =
        value.length() >= SecretRedactor.MIN_LENGTH
            ? isSecretName || isMixed
            : isSecretName && isMixed && value.length() >= MIN_WORD_LENGTH;
    if (isSecret) {
      secrets.add(value);
    }
  }

  private static boolean isPublic(String name) {
    return PUBLIC_NAME.matcher(name).matches();
  }

  private static boolean hasLetterAndDigit(String value) {
    return value.chars().anyMatch(Character::isLetter)
        && value.chars().anyMatch(Character::isDigit);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
