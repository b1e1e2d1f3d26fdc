package org.atomicagents.durable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.atomicagents.durable.RecordedResponse.RecordedCharge;
import org.atomicagents.internal.codec.BinaryText;
import org.atomicagents.internal.codec.EventCodec;
import org.atomicagents.internal.codec.UsageCodec;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;

/** The binary form of recorded responses: the events of a stream shrink to a quarter. */
final class ResponseCodec implements StepCodec<RecordedResponse> {
  static final ResponseCodec INSTANCE = new ResponseCodec();
  private static final byte VERSION = 1;

  private ResponseCodec() {}

  @Override
  public byte[] write(RecordedResponse response) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(VERSION);
    try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      EventCodec.write(out, response.events());
      out.writeInt(response.charges().size());
      for (RecordedCharge charge : response.charges()) {
        BinaryText.write(out, charge.model());
        UsageCodec.write(out, charge.usage());
        BinaryText.write(out, charge.time().toString());
      }
      BinaryText.writeAll(out, response.requestIds());
    }
    return bytes.toByteArray();
  }

  @Override
  public RecordedResponse read(byte[] bytes) throws IOException {
    if (bytes.length == 0 || bytes[0] != VERSION) {
      throw new IOException("expected a response in format " + VERSION);
    }
    var compressed = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
    byte[] inflated;
    try (var in = new InflaterInputStream(compressed)) {
      inflated = in.readAllBytes();
    }
    // Counts are checked against the remaining bytes, which only an array knows.
    var in = new DataInputStream(new ByteArrayInputStream(inflated));
    List<ModelEvent> events = EventCodec.read(in);
    int count = BinaryText.readCount(in);
    var charges = new ArrayList<RecordedCharge>(count);
    for (int i = 0; i < count; i++) {
      String model = BinaryText.read(in);
      Usage usage = UsageCodec.read(in);
      charges.add(new RecordedCharge(model, usage, Instant.parse(BinaryText.read(in))));
    }
    return new RecordedResponse(events, charges, BinaryText.readAll(in));
  }
}
