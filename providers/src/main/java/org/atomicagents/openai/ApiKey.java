package org.atomicagents.openai;

import org.atomicagents.model.ConfigurationException;

/**
 * A secret that a provider knows an account by.
 *
 * <p>Immutable. It has no accessor and no text form, so that no log or message can show it.
 */
public final class ApiKey {
  private static final int SHORTEST = 8;

  private final String secret;

  private ApiKey(String secret) {
    this.secret = secret;
  }

  /**
   * A key; spaces and line ends around it are left out.
   *
   * @throws ConfigurationException if it is blank, or can't stand in a header; the message doesn't
   *     repeat it
   */
  public static ApiKey of(String secret) {
    String stripped = secret.strip();
    if (stripped.isEmpty() || !stripped.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw ConfigurationException.of(
          "An API key: expected printable ASCII without spaces, found "
              + (stripped.isEmpty() ? "nothing" : "something else")
              + ".\nCopy the key again; it isn't shown here.");
    }
    return new ApiKey(stripped);
  }

  String secret() {
    return secret;
  }

  /** The text with the key taken out, wherever a provider repeats it. */
  String scrub(String text) {
    return scrub(text, secret);
  }

  /**
   * As {@link #scrub(String)}, for any secret. A shorter one is a placeholder such as {@code none},
   * and taking it out would ruin the words that it is part of.
   */
  static String scrub(String text, String secret) {
    return secret.length() < SHORTEST ? text : text.replace(secret, "***");
  }

  /** Always {@code ApiKey[***]}. */
  @Override
  public String toString() {
    return "ApiKey[***]";
  }
}
