# Every station and every command of Facialis; what runs is said by whoever starts it (docker-compose.yml).

# The engine compiled ahead of time (ADR 0027). The compiler stays behind here.
FROM python:3.13.9-slim-bookworm AS compiled
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev
WORKDIR /facialis
COPY requirements/compile.txt requirements/
RUN pip install --no-cache-dir --no-deps --require-hashes --requirement requirements/compile.txt
COPY services services
COPY ops/__init__.py ops/
COPY ops/compiled ops/compiled
RUN python -m ops.compiled.engine

FROM python:3.13.9-slim-bookworm
WORKDIR /facialis
COPY requirements/line.txt requirements/
RUN pip install --no-cache-dir --no-deps --require-hashes --requirement requirements/line.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY schemas schemas
COPY bus bus
COPY --from=compiled /facialis/services services
COPY --from=compiled /facialis/*.so ./
COPY facialis facialis
COPY examples examples
COPY features features
# Read by everybody and written by nobody; what is kept goes to /data.
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
 && python -m compileall -q schemas bus services facialis features \
 && install --directory --owner 10001 --group 10001 --mode 0700 /data
USER 10001:10001
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
VOLUME /data
STOPSIGNAL SIGTERM
ENTRYPOINT ["facialis"]
CMD ["--help"]
