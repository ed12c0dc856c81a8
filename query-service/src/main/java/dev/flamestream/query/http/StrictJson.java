package dev.flamestream.query.http;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * JSON as Connect clients write it: unknown fields are ignored, both spellings of a name are read, and what is no JSON of the
 * message is the caller's fault and not the server's.
 */
final class StrictJson implements GrpcJsonMarshaller {
    private final JsonFormat.Parser parser = JsonFormat.parser().ignoringUnknownFields();
    private final JsonFormat.Printer printer = JsonFormat.printer().omittingInsignificantWhitespace();

    @Override
    public <T> void serializeMessage(Marshaller<T> marshaller, T message, OutputStream out) throws IOException {
        out.write(printer.print((Message) message).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public <T> T deserializeMessage(Marshaller<T> marshaller, InputStream in) throws IOException {
        T prototype = ((PrototypeMarshaller<T>) marshaller).getMessagePrototype();
        String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        if (prototype == null || json.isBlank()) {
            throw refusal("expected a JSON object, found an empty body");
        }
        Message.Builder builder = ((Message) prototype).newBuilderForType();
        try {
            parser.merge(json, builder);
        } catch (IOException | RuntimeException e) {
            // The parser lets some faults of its input out as runtime exceptions of the library beneath it.
            throw refusal("not JSON of " + builder.getDescriptorForType().getFullName() + ": " + e.getMessage());
        }
        @SuppressWarnings("unchecked") // The builder is of the prototype's own type.
        T message = (T) builder.build();
        return message;
    }

    private static RuntimeException refusal(String message) {
        return ConnectCode.INVALID_ARGUMENT.status(message).asRuntimeException();
    }
}
