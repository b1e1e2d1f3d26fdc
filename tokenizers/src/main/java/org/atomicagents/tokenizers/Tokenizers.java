package org.atomicagents.tokenizers;

import java.util.List;
import java.util.Optional;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.model.Model;
import org.atomicagents.model.TokenCounter;

/**
 * The token counters of models whose vocabulary is published.
 *
 * {@snippet :
 * TokenCounter counter = Tokenizers.forModel("gpt-5-mini");
 * var agent = AtomicAgent.builder(model).tokenCounter(counter).build();
 * }
 *
 * <p>The counters are shared by all callers, and a vocabulary is read at the first count: it takes
 * some tenths of a second and up to 30 MB of heap once per JVM. Thread-safe.
 *
 * <p>Models of other makers have vocabularies that are not published: {@code
 * CalibratedTokenCounter} learns to estimate their tokens.
 */
public final class Tokenizers {
  private static final TokenCounter O200K = new ChatTokenCounter(PublishedVocabulary.O200K);
  private static final TokenCounter CL100K = new ChatTokenCounter(PublishedVocabulary.CL100K);

  /** Prefixes of the names of models; the first one that matches applies. */
  private static final List<Family> FAMILIES =
      List.of(
          new Family("gpt-4o", O200K),
          new Family("gpt-4.", O200K),
          new Family("chatgpt-4o", O200K),
          new Family("gpt-5", O200K),
          new Family("gpt-6", O200K),
          new Family("gpt-oss", O200K),
          new Family("o1", O200K),
          new Family("o3", O200K),
          new Family("o4", O200K),
          new Family("codex-", O200K),
          new Family("gpt-4", CL100K),
          new Family("gpt-3.5", CL100K),
          new Family("gpt-35", CL100K),
          new Family("text-embedding-3", CL100K),
          new Family("text-embedding-ada-002", CL100K));

  private Tokenizers() {}

  private record Family(String prefix, TokenCounter counter) {}

  /** Returns the counter of the vocabulary {@code o200k_base}: GPT-4o and later, o1 and later. */
  public static TokenCounter o200k() {
    return O200K;
  }

  /** Returns the counter of the vocabulary {@code cl100k_base}: GPT-3.5 and GPT-4. */
  public static TokenCounter cl100k() {
    return CL100K;
  }

  /**
   * Returns the counter of a model.
   *
   * @param name the name of the model, also with its provider, as in {@code openai/gpt-oss-20b}
   * @throws ConfigurationException if the vocabulary of the model is not known
   * @throws IllegalArgumentException if the name is blank
   */
  public static TokenCounter forModel(String name) {
    return find(name)
        .orElseThrow(() ->
            ConfigurationException.of(
                "The vocabulary of model '%s' is not known.\nUse a CalibratedTokenCounter, which learns from the usage in responses, or choose o200k() or cl100k()."
                    .formatted(name)));
  }

  /**
   * Returns the counter of a model.
   *
   * @throws ConfigurationException if the vocabulary of the model is not known
   */
  public static TokenCounter forModel(Model model) {
    return forModel(model.name());
  }

  /**
   * Returns the counter of a model; empty if its vocabulary is not known.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public static Optional<TokenCounter> find(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("model is required: found \"" + name + "\"");
    }
    String local = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1);
    return FAMILIES.stream()
        .filter(family -> local.startsWith(family.prefix()))
        .map(Family::counter)
        .findFirst();
  }
}
