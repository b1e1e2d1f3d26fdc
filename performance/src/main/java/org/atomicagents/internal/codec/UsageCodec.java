package org.atomicagents.internal.codec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.atomicagents.message.Usage;

/** The binary form of usages in journals and files of batches. */
public final class UsageCodec {
  private UsageCodec() {}

  /** Writes the counts of a usage, 8 bytes each. */
  public static void write(DataOutputStream out, Usage usage) throws IOException {
    out.writeLong(usage.inputTokens());
    out.writeLong(usage.outputTokens());
    out.writeLong(usage.cacheReadTokens());
    out.writeLong(usage.cacheWriteTokens());
    out.writeLong(usage.reasoningTokens());
    out.writeLong(usage.audioInputTokens());
    out.writeLong(usage.audioOutputTokens());
  }

  /** Returns the next usage. */
  public static Usage read(DataInputStream in) throws IOException {
    return new Usage(
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }
}
