package io.stillwake.local.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** S3 requests of any kind, presigned by hand: what our own adapter does not do, clients may. */
public record SignedHttp(ObjectStoreConfig config) {

  /** A refused upload closes its connection, so each request has one of its own. */
  private static HttpClient http() {
    return HttpClient.newHttpClient();
  }

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  public HttpResponse<String> send(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      byte[] body)
      throws IOException, InterruptedException, GeneralSecurityException {
    TreeMap<String, String> signedHeaders = new TreeMap<>(headers);
    signedHeaders.put("host", config.endpoint().getAuthority());
    String signedNames = String.join(";", signedHeaders.keySet());
    String time = SECONDS.format(Instant.now());
    String scope = time.substring(0, 8) + "/" + config.region() + "/s3/aws4_request";
    TreeMap<String, String> signedQuery = new TreeMap<>(query);
    signedQuery.put("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
    signedQuery.put("X-Amz-Credential", config.accessKey() + "/" + scope);
    signedQuery.put("X-Amz-Date", time);
    signedQuery.put("X-Amz-Expires", "60");
    signedQuery.put("X-Amz-SignedHeaders", signedNames);
    String queryText =
        signedQuery.entrySet().stream()
            .map(entry -> escaped(entry.getKey()) + "=" + escaped(entry.getValue()))
            .collect(Collectors.joining("&"));
    String headerText =
        signedHeaders.entrySet().stream()
            .map(entry -> entry.getKey() + ":" + entry.getValue() + "\n")
            .collect(Collectors.joining());
    String request =
        String.join("\n", method, path, queryText, headerText, signedNames, "UNSIGNED-PAYLOAD");
    String toSign =
        String.join("\n", "AWS4-HMAC-SHA256", time, scope, Sha256.of(request.getBytes(UTF_8)));
    byte[] key = ("AWS4" + config.secretKey()).getBytes(UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    String signature = HexFormat.of().formatHex(hmac(key, toSign));
    HttpRequest.Builder http =
        HttpRequest.newBuilder(
                URI.create(
                    config.endpoint() + path + "?" + queryText + "&X-Amz-Signature=" + signature))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(http::header);
    return http().send(http.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
