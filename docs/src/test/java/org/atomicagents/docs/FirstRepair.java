package org.atomicagents.docs;

import java.util.Optional;
import org.atomicagents.message.Repair;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;

public class FirstRepair {

  @Description("A phone number")
  record Phone(String number, Optional<String> extension) {}

  public static void main(String[] args) {
    Schema<Phone> schema = Schema.of(Phone.class);

    ReadResult<Phone> result = schema.read("Sure: {number: '110', \"extension\": None,}");

    System.out.println(result.value());
    for (Repair repair : result.repairs()) {
      System.out.println(repair.kind() + ": " + repair.before() + " -> " + repair.after());
    }
  }
}
