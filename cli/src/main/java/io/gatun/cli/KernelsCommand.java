package io.gatun.cli;

import io.gatun.job.Kernel;
import io.gatun.job.KernelSpec;
import io.gatun.job.KernelSpec.ArraySpec;
import io.gatun.workers.Kernels;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gatun kernels}: the built-in kernels and what they want bound to them. */
@Command(name = "kernels", description = "Lists the built-in kernels with their arrays and parameters.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class KernelsCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print the list as one JSON object.")
    private boolean asJson;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (asJson) {
            json(out);
            return ExitCode.OK;
        }
        for (Map.Entry<String, Kernel> kernel : Kernels.builtIn().entrySet()) {
            KernelSpec wanted = kernel.getValue().spec();
            out.println(kernel.getKey() + ": " + wanted.summary());
            for (ArraySpec array : wanted.arrays()) {
                out.println("  array " + array.name() + ": " + array.dtype().numpyName() + ", " + binding(array)
                        + (array.required() ? "" : ", optional"));
            }
            wanted.parameters().forEach(parameter -> out.println("  parameter " + parameter));
            if (!wanted.reductions().isEmpty()) {
                out.println("  result: " + String.join(", ", reductions(wanted)));
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void json(PrintWriter out) {
        Json.print(out, json -> {
            json.writeArrayFieldStart("kernels");
            for (Map.Entry<String, Kernel> kernel : Kernels.builtIn().entrySet()) {
                KernelSpec wanted = kernel.getValue().spec();
                json.writeStartObject();
                json.writeStringField("name", kernel.getKey());
                json.writeStringField("summary", wanted.summary());
                json.writeArrayFieldStart("arrays");
                for (ArraySpec array : wanted.arrays()) {
                    json.writeStartObject();
                    json.writeStringField("name", array.name());
                    json.writeStringField("dtype", array.dtype().numpyName());
                    json.writeStringField("binding", binding(array));
                    json.writeBooleanField("required", array.required());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeArrayFieldStart("parameters");
                for (String parameter : wanted.parameters()) {
                    json.writeString(parameter);
                }
                json.writeEndArray();
                json.writeArrayFieldStart("reductions");
                for (String reduction : reductions(wanted)) {
                    json.writeString(reduction);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static List<String> reductions(KernelSpec wanted) {
        return wanted.reductions().stream()
                .map(reduction -> reduction.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String binding(ArraySpec array) {
        return array.binding().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
