package io.stillwake.ingest.setup.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicStatementsTest {

  @ParameterizedTest
  @ValueSource(strings = {"'*'", "{'AWS': '*'}", "{'AWS': ['arn:aws:iam::1:root', '*']}"})
  void whatEverybodyMayDoIsFound(String principal) {
    assertThat(PublicStatements.in(policy("Allow", principal, "['s3:GetObject', 's3:PutObject']")))
        .containsExactly("s3:GetObject", "s3:PutObject");
  }

  @Test
  void statementsAboutSomebodyOrAgainstEverybodyAreNotPublic() {
    assertThat(PublicStatements.in("")).isEmpty();
    assertThat(PublicStatements.in(policy("Deny", "'*'", "'s3:*'"))).isEmpty();
    assertThat(PublicStatements.in(policy("Allow", "{'AWS': 'arn:aws:iam::1:root'}", "'s3:*'")))
        .isEmpty();
  }

  private static String policy(String effect, String principal, String action) {
    return "{'Version': '2012-10-17', 'Statement': [{'Effect': '%s', 'Principal': %s, 'Action': %s}]}"
        .formatted(effect, principal, action)
        .replace('\'', '"');
  }
}
