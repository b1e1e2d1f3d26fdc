package org.atomicagents.internal.http;

import java.util.regex.Pattern;

/** Replaces secrets in texts for logs and messages, because some servers echo the request. */
public final class SecretRedaction {
  private static final Pattern SECRET_HEADER =
      Pattern.compile("auth|key|token|secret|cookie", Pattern.CASE_INSENSITIVE);
  private static final int MIN_LENGTH = 8;

  private SecretRedaction() {}

  /** Returns whether the value of a header of this name is a secret. */
  public static boolean isSecretHeader(String name) {
    return SECRET_HEADER.matcher(name).find();
  }

  /**
   * Returns the text with each occurrence of the secret replaced by {@code ***}.
   *
   * <p>A secret of fewer than 8 characters is considered a placeholder such as {@code none} and is
   * not replaced, because it may be a part of ordinary words.
   */
  public static String redact(String text, String secret) {
    return secret.length() < MIN_LENGTH ? text : text.replace(secret, "***");
  }
}
