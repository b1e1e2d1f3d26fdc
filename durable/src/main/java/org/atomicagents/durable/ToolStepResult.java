package org.atomicagents.durable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Objects;
import org.atomicagents.internal.codec.BinaryText;

/**
 * The recorded result of a call of a tool.
 *
 * @param kind whether the tool returned an output
 * @param text the output as JSON, or the message of the failure
 */
public record ToolStepResult(Kind kind, String text) {
  public ToolStepResult {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(text, "text");
  }

  /** How a call of a tool ended. */
  public enum Kind {
    /** The tool returned an output. */
    RETURNED,
    /** The tool threw a {@link org.atomicagents.tool.ToolException}, whose text the model gets. */
    REPORTED,
    /** The tool threw another exception, of which the model gets no details. */
    FAILED
  }

  /** Returns the recorded form. */
  public static StepCodec<ToolStepResult> codec() {
    return new StepCodec<>() {
      @Override
      public byte[] write(ToolStepResult result) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        BinaryText.write(out, result.kind().name());
        BinaryText.write(out, result.text());
        return bytes.toByteArray();
      }

      @Override
      public ToolStepResult read(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        var kind = Kind.valueOf(BinaryText.read(in));
        return new ToolStepResult(kind, BinaryText.read(in));
      }
    };
  }

  /** Returns the kind and the size of the text. */
  @Override
  public String toString() {
    return "ToolStepResult[" + kind + ", " + text.length() + " characters]";
  }
}
