package org.atomicagents.tokenizers;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A published vocabulary, which is read at its first use.
 *
 * <p>Thread-safe: concurrent first uses read it once.
 */
final class PublishedVocabulary {
  static final PublishedVocabulary O200K = new PublishedVocabulary(EncodingType.O200K_BASE);
  static final PublishedVocabulary CL100K = new PublishedVocabulary(EncodingType.CL100K_BASE);

  private final EncodingType type;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Encoding encoding;

  PublishedVocabulary(EncodingType type) {
    this.type = type;
  }

  /** Returns the number of tokens of a text, in which names of special tokens are plain text. */
  int count(String text) {
    Encoding read = encoding;
    return (read == null ? read() : read).countTokensOrdinary(text);
  }

  /** Returns whether the vocabulary was read. */
  boolean isRead() {
    return encoding != null;
  }

  @Override
  public String toString() {
    return type.getName();
  }

  private Encoding read() {
    lock.lock();
    try {
      Encoding read = encoding;
      if (read == null) {
        read = Objects.requireNonNull(Encodings.newLazyEncodingRegistry().getEncoding(type));
        encoding = read;
      }
      return read;
    } finally {
      lock.unlock();
    }
  }
}
