package org.atomicagents.testing.internal.line;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.util.function.Consumer;

/** A writer that hands all it is given to one consumer, at once. */
record Outbound(Consumer<BufferData> taker) implements DataWriter {

  @Override
  public void write(BufferData... buffers) {
    taker.accept(BufferData.create(buffers));
  }

  @Override
  public void write(BufferData buffer) {
    taker.accept(buffer);
  }

  @Override
  public void writeNow(BufferData... buffers) {
    taker.accept(BufferData.create(buffers));
  }

  @Override
  public void writeNow(BufferData buffer) {
    taker.accept(buffer);
  }
}
