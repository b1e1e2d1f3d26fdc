package org.atomicagents.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.knuddels.jtokkit.api.EncodingType;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Message;
import org.atomicagents.model.TokenCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-5-mini",
        "gpt-5.4",
        "gpt-6.2-sol",
        "gpt-4o-mini-2024-07-18",
        "gpt-4.1",
        "o3",
        "o4-mini",
        "openai/gpt-oss-20b",
        "openai:gpt-5",
        "chatgpt-4o-latest"
      })
  void currentModelsOfOpenAiUseO200k(String name) {
    assertThat(Tokenizers.forModel(name)).isSameAs(Tokenizers.o200k());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-4", "gpt-4-turbo", "gpt-3.5-turbo", "gpt-35-turbo"})
  void olderModelsOfOpenAiUseCl100k(String name) {
    assertThat(Tokenizers.forModel(name)).isSameAs(Tokenizers.cl100k());
  }

  @ParameterizedTest
  @ValueSource(strings = {"claude-opus-4-5", "gemini-2.5-pro", "llama-3.3-70b", "gpt-9"})
  void modelsOfUnknownVocabulariesHaveNoCounter(String name) {
    assertThat(Tokenizers.find(name)).isEmpty();
    assertThatThrownBy(() -> Tokenizers.forModel(name))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The vocabulary of model '%s' is not known.\nUse a CalibratedTokenCounter, which learns from the usage in responses, or choose o200k() or cl100k()."
                .formatted(name));
  }

  /** The counts of OpenAI's own library, tiktoken. */
  @Test
  void countsAsTheOriginalLibraryDoes() {
    TokenCounter o200k = Tokenizers.o200k();
    TokenCounter cl100k = Tokenizers.cl100k();

    assertThat(o200k.count("")).isZero();
    assertThat(o200k.count("tiktoken is great!")).isEqualTo(6);
    assertThat(cl100k.count("tiktoken is great!")).isEqualTo(6);
    assertThat(o200k.count("antidisestablishmentarianism")).isEqualTo(6);
    assertThat(cl100k.count("antidisestablishmentarianism")).isEqualTo(6);
    assertThat(cl100k.count("2 + 2 = 4")).isEqualTo(7);
    assertThat(cl100k.count("お誕生日おめでとう")).isEqualTo(9);
    assertThat(o200k.count("お誕生日おめでとう")).isEqualTo(8);
  }

  @Test
  void countsNamesOfSpecialTokensAsText() {
    assertThat(Tokenizers.o200k().count("<|endoftext|>")).isGreaterThan(1);
  }

  @Test
  void countsTheOverheadOfEachMessageAndThePrimingOfARequest() {
    TokenCounter counter = Tokenizers.o200k();

    assertThat(counter.count(Message.user("tiktoken is great!"))).isEqualTo(4 + 6);
    assertThat(counter.requestTokens()).isEqualTo(3);
  }

  @Test
  void countsConcurrentlyFromTheFirstUse() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var counts =
          threads.invokeAll(
              Collections.nCopies(64, () -> Tokenizers.cl100k().count("tiktoken is great!")));

      for (var count : counts) {
        assertThat(count.get()).isEqualTo(6);
      }
    }
  }

  @Test
  void readsAVocabularyAtTheFirstCount() {
    var vocabulary = new PublishedVocabulary(EncodingType.R50K_BASE);
    var counter = new ChatTokenCounter(vocabulary);

    counter.count("");
    assertThat(vocabulary.isRead()).isFalse();

    counter.count("a text");
    assertThat(vocabulary.isRead()).isTrue();
  }

  @Test
  void countsLongTextsWithoutSpaces() {
    String text = "a".repeat(20_000);
    List<Integer> counts =
        IntStream.of(1, 2).mapToObj(i -> Tokenizers.o200k().count(text.repeat(i))).toList();

    assertThat(counts.get(1)).isBetween(2 * counts.get(0) - 8, 2 * counts.get(0) + 8);
  }
}
