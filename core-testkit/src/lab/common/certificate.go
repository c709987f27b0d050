// Package common holds what all labs have in common.
package common

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"strings"
	"time"
)

// lifetime of certificates: none that has to be renewed soon, which some clients warn of.
const lifetime = 90 * 24 * time.Hour

// Secret makes a password, or whatever else nobody is to guess.
func Secret() string {
	bytes := make([]byte, 12)
	_, _ = rand.Read(bytes)
	return hex.EncodeToString(bytes)
}

// Identity is what a server proves who it is with.
type Identity struct {
	TLS *tls.Config
	// Leaf is its certificate as PEM.
	Leaf []byte
	// Thumbprint is the SHA-256 of its certificate.
	Thumbprint string
	// Sha1 is the SHA-1 of its certificate.
	Sha1 string
}

// NewIdentity makes an authority, whose certificate goes to a file, and a server's certificate by it:
// for the loopback address, or for one other name alone.
func NewIdentity(caFile string, name string) (*Identity, error) {
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: "Stowage lab CA"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(lifetime),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	caBytes, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	if err != nil {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano() + 1), Subject: pkix.Name{CommonName: "Stowage lab"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(lifetime),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"},
	}
	if name != "" {
		leaf.IPAddresses, leaf.DNSNames = nil, []string{name}
	}
	leafBytes, err := x509.CreateCertificate(rand.Reader, leaf, ca, &key.PublicKey, caKey)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(caFile, text(caBytes), 0o600); err != nil {
		return nil, err
	}
	sum1, sum256 := sha1.Sum(leafBytes), sha256.Sum256(leafBytes)
	return &Identity{
		TLS:        &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{leafBytes}, PrivateKey: key}}},
		Leaf:       text(leafBytes),
		Thumbprint: colons(sum256[:]),
		Sha1:       colons(sum1[:]),
	}, nil
}

func colons(sum []byte) string {
	return strings.ReplaceAll(fmt.Sprintf("% X", sum), " ", ":")
}

func text(certificate []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})
}
