import { lazy } from '../lazy';

/**
 * $source the folder library/ of docker-library/official-images
 * $checked 2026-11-30
 */
const names =
  'adminer alpine almalinux amazoncorretto archlinux bash buildpack-deps busybox caddy cassandra centos clojure composer consul couchbase couchdb debian docker drupal eclipse-mosquitto eclipse-temurin elasticsearch elixir erlang fedora flink fluentd gcc ghost golang gradle haproxy haskell hello-world httpd influxdb jetty joomla julia kibana kong logstash mariadb maven memcached mongo mongo-express mysql nats neo4j nextcloud nginx node odoo openjdk oraclelinux percona perl photon php phpmyadmin postgres python rabbitmq redis redmine registry rockylinux ruby rust solr sonarqube swift telegraf tomcat traefik ubuntu vault wordpress zookeeper';

const known = lazy(() => new Set(names.split(' ')));

/** Whether a one-word name is that of a well-known official image of Docker Hub, which lives below `docker.io/library/`. */
export const isOfficialImage = (name: string): boolean => known().has(name);
