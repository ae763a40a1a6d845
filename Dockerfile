# Two stages: the first installs and collects, the second only holds what runs.
ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS build
WORKDIR /srv/imprimatur
# First the packages: this layer changes only with the pins.
# requirements/extras.txt is those that run, and what S3-compatible storage and SAML take.
COPY requirements/extras.txt requirements/extras.txt
RUN python -m venv /srv/venv \
    && /srv/venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes -r requirements/extras.txt
COPY . .
# DEBUG=1 because collecting files needs no secrets; it does not stay in the image.
RUN DEBUG=1 VAR_DIR=/tmp/var /srv/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /srv/venv/bin/python -m compileall -q accounts backup demo exporting importing processes wiki

FROM python:${PYTHON}-slim
# A number, so that an orchestrator can see that it is not root.
RUN useradd --system --uid 10001 --home-dir /var/lib/imprimatur --create-home imprimatur
COPY --from=build /srv /srv
ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/var/lib/imprimatur
WORKDIR /srv/imprimatur
USER 10001
# Uploaded files, and the database where there is no PostgreSQL.
VOLUME /var/lib/imprimatur
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD \
    ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# It reads gunicorn.conf.py.
CMD ["gunicorn", "wiki.wsgi"]
