package org.atomicagents.internal.schema.repair;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MisplacedKeysTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "{'nick':'x','address':{'street':'s','city':'c','height':180}} | $.height  | key \"height\""
            + " at this level | it at $.address.height",
        "{'nick':'x','street':'s','city':'c'} | $.address | key \"street\" inside \"address\" | it"
            + " at $.street",
        "{'nick':'x','city':'c'} | $.address | key \"city\" inside \"address\" | it at $.city",
        "{'nick':'x','home':{'street':'s','city':'c'}} | $.address | key \"street\" inside"
            + " \"address\" | it inside $.home",
        "{'nick':'x','address':null,'street':'s'} | $.address | key \"street\" inside \"address\" |"
            + " it at $.street",
        "{'nick':'x','street':'s','trips':[{'to':'a','height':5}]} | $.height | key \"height\" at"
            + " this level | it at $.trips[0].height",
        "{'nick':'x','trips':[{'to':'a'}],'cost':5} | $.trips[0].cost | key \"cost\" at this level"
            + " | it at $.cost",
        "{'nick':'x','trips':[],'cost':5} | $.trips | key \"cost\" inside \"trips\" | it at $.cost",
        "{'nick':'x','places':{'p':{'street':'s','city':'c','height':5}}} | $.height | key"
            + " \"height\" at this level | it at $.places.p.height",
        "{'nick':'x','pay':{'iban':'i','height':5}} | $.height | key \"height\" at this level | it"
            + " at $.pay.height",
        "{'nick':'x','iban':'i'} | $.pay | key \"iban\" inside \"pay\" | it at $.iban"
      })
  void rejectsAbsentKeysAtAnotherLevel(String json, String path, String expected, String found) {
    ReadResult<Profile> result = Schema.of(Profile.class).read(json.replace('\'', '"'));

    assertThat(result.violations()).contains(new Violation(path, expected, found));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"nick\":\"x\",\"height\":null,\"more\":{\"height\":null}}",
        "{\"nick\":\"x\",\"colour\":5}",
        "{\"nick\":\"x\",\"more\":{\"colour\":5}}"
      })
  void dropsUnknownKeysThatAreNoKeysOfTheType(String json) {
    assertThat(Schema.of(Profile.class).read(json).value())
        .isEqualTo(
            new Profile("x", Optional.empty(), Optional.empty(), null, null, Optional.empty()));
  }

  @Description("A profile")
  record Profile(
      String nick,
      Optional<Integer> height,
      Optional<Place> address,
      @Nullable List<Trip> trips,
      @Nullable Map<String, Place> places,
      Optional<Payment> pay) {}

  @Description("A place")
  record Place(String street, String city) {}

  @Description("A trip")
  record Trip(String to, Optional<Integer> cost) {}

  @Description("A payment")
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  sealed interface Payment permits Transfer, Cash {}

  @Description("By bank")
  record Transfer(String iban) implements Payment {}

  @Description("In cash")
  record Cash(int coins) implements Payment {}
}
